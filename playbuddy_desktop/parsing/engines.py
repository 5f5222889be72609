"""The engines that there are, by name."""

from __future__ import annotations

from playbuddy_desktop.parsing.engine import Engine


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises:
        KeyError: there is none.
    """
    from playbuddy_desktop.parsing.structure.rules import RulesEngine  # its words are read only when it is used

    engines: dict[str, Engine] = {RulesEngine.name: RulesEngine()}
    return engines[name]
