"""``playbuddy doctor``: looks whether the library is sound, and repairs what is safe to repair."""

from __future__ import annotations

from typing import Annotated

import typer

from playbuddy_desktop.cli.exits import Exit
from playbuddy_desktop.cli.session import session_of
from playbuddy_desktop.cli.terminal import print_json, say


def doctor(
    context: typer.Context,
    *,
    repair: Annotated[bool, typer.Option("--repair", help="Repair what can be repaired without a loss.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Examine the database and the copies of the scripts; exits with 1 when something is wrong and not repaired."""
    from playbuddy_desktop.jobs.checkup import Checkup
    from playbuddy_desktop.jobs.queue import JobQueue
    from playbuddy_desktop.storage.open_store import store_of

    session = session_of(context)
    with session.database() as database:
        queue = JobQueue(database, session.settings)
        findings = Checkup(database, queue, store_of(database)).run(repair=repair)
    if as_json:
        print_json(findings)
    else:
        for finding in findings:
            say(f"{finding.sentence}{' Repaired.' if finding.repaired else ''}")
            for item in finding.items:
                say(f"  {item}")
            if finding.advice:
                say(finding.advice)
        if not findings:
            say("All is well.")
        elif not repair and any(not finding.advice for finding in findings):
            say("“playbuddy doctor --repair” repairs what can be repaired.")
    if not all(finding.repaired for finding in findings):
        raise typer.Exit(Exit.FAILED)
