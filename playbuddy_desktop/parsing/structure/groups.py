"""Entries of a cast list that name several at once: ``Two Clowns, grave-diggers``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from playbuddy_desktop.parsing.structure.labels import key_of
from playbuddy_desktop.parsing.structure.likeness import numbers, same_noun
from playbuddy_desktop.parsing.structure.register import Person, Register
from playbuddy_desktop.parsing.structure.words import Words

_START: Final = 3


def spread_groups(left: dict[str, Counter[str]], register: Register, words: Words) -> dict[str, Person]:
    """Let the members who speak under numbers be characters, with what the list says of their group.

    A group of which only members speak is no character beside them.

    Args:
        left: keys of labels without bearer, with their printed forms; those of members are taken out.
        register: all characters; changed.
        words: of the script's language.

    Returns:
        Key of each member's label to the new character.
    """
    groups: dict[str, list[tuple[Person, str]]] = defaultdict(list)
    for person in register.people:
        if noun := _noun(person, words):
            groups[noun[:_START]].append((person, noun))
    members: dict[str, Person] = {}
    spread: set[str] = set()
    for key in [key for key in left if len(register.tokens(key)) > 1 and numbers(register.tokens(key))]:
        own = [token for token in register.tokens(key) if not token.isdigit()]
        found = [person for person, noun in groups[own[-1][:_START]] if same_noun(noun, own[-1])] if own else []
        counted = [person for person in found if person.tokens[0] in words.several]
        group = next(iter(counted if len(counted) == 1 else found), None)
        if group is None or (len(found) > 1 and len(counted) != 1):
            continue
        forms = left.pop(key)
        member = register.add(max(forms, key=lambda form: (forms[form], form)), _of_group(group))
        member.labels.update(forms)
        members[key] = member
        if group.silent:
            spread.add(group.id)
    register.remove(spread)
    return members


def _noun(person: Person, words: Words) -> str:
    """What a group's entry calls its members; "" when it bears a number itself."""
    if numbers(person.tokens) or not person.tokens:
        return ""
    head: list[str] = []
    for token in key_of(person.name).split():
        if token not in words.particles:
            head.append(token)
        elif head and head[-1] not in words.several:
            break
    return head[-1] if head else ""


def _of_group(group: Person) -> str:
    """The description of a group's member: the group, and what the list says of it."""
    parts: Sequence[str] = (group.name, group.description)
    return ", ".join(filter(None, parts))
