"""Which character each label means."""

from __future__ import annotations

import pytest

from playbuddy_desktop.parsing.structure.entries import Listed
from playbuddy_desktop.parsing.structure.people import Cast
from playbuddy_desktop.parsing.structure.words import languages


def cast_of(entries, labels, language="en"):
    """A cast of entries, given as names or names with descriptions, and labels in the order of the script."""
    listed = [Listed(*entry) if isinstance(entry, tuple) else Listed(entry) for entry in entries]
    return Cast(listed, labels, languages()[language])


def bearer(cast, label):
    """The name of the one who speaks under a label."""
    (person,) = cast.speakers(label)
    return person.name


CLAIMS = {
    "by the same name": (["MARTHA", "JONAS"], "MARTHA", "MARTHA"),
    "by a beginning": (["MARTHA", "JONAS"], "Mar", "MARTHA"),
    "by old letters": (["IVLIA", "JONAS"], "Julia", "IVLIA"),
    "by a part of the name": (["SIR HUGO GALL", "JONAS"], "HUGO", "SIR HUGO GALL"),
    "by a letter after a title": (["SIR HUGO", "SIR ODO"], "SIR H", "SIR HUGO"),
    "by two words in turned order": (["MARTHA of Ulm", "MARTHA of Bern"], "B. MARTHA", "MARTHA of Bern"),
    "by name and rank": ([("ODO", "king of the hills"), ("MARTHA", "")], "KING ODO", "ODO"),
    "by rank": ([("ODO", "Duke of the hills"), ("MARTHA", "friend to the Duke")], "DUKE", "ODO"),
    "by what the list says": ([("FLINK", "a clown, servant to Odo"), ("ODO", "")], "CLOWN", "FLINK"),
    "by land": ([("ODO GALL", "Earl of Ulmen"), ("MARTHA", "")], "ULMEN", "ODO GALL"),
    "by another name": ([("MARTHA GALL", "later called SISTER ROSE"), ("ODO", "")], "ROSE", "MARTHA GALL"),
    "by a misprint": (["MALVINIO", "JONAS"], "MALVIMIO", "MALVINIO"),
    "by a nickname": (["BARTHOLOMEUS GALL", "JONAS"], "BARTHOL", "BARTHOLOMEUS GALL"),
    "by a name with a title": (["AMANDA GALL", "JONAS"], "MRS. AMANDA", "AMANDA GALL"),
    "by the voice": (["MARTHA", "JONAS"], "VOICE OF MARTHA", "MARTHA"),
    "with an open bracket": (["MARTHA", "JONAS"], "MARTHA [ASIDE", "MARTHA"),
    "with how it is said": (["MARTHA", "JONAS"], "MARTHA WITHIN", "MARTHA"),
}


@pytest.mark.parametrize("way", CLAIMS)
def test_a_label_finds_its_bearer(way):
    """A label of the list's characters may be their name in many forms."""
    entries, label, name = CLAIMS[way]
    assert name == bearer(cast_of(entries, [label]), label)


def test_whom_several_names_fit_is_the_one_without_label():
    """Of two of one surname the surname means the one whom no other label means."""
    cast = cast_of(["ANNA GALL", "OLD GALL"], ["ANNA", "GALL", "ANNA"])
    assert "OLD GALL" == bearer(cast, "GALL")


def test_whom_a_label_answers_it_does_not_mean():
    """The daughter of the same surname, with whom the joiner talks, is not the joiner."""
    cast = cast_of(["JOINER GALL", "ANNA GALL"], ["ANNA", "GALL", "ANNA", "GALL", None, "JOINER GALL"])
    assert ["JOINER GALL", "ANNA GALL"] == [bearer(cast, "GALL"), bearer(cast, "ANNA")]


def test_servants_are_not_their_masters():
    """``CORN`` is the duke of Cornwall, not his servants."""
    cast = cast_of(["Duke of Cornwall", "Servants to Cornwall"], ["CORN"])
    assert "Duke of Cornwall" == bearer(cast, "CORN")


def test_numbers_tell_characters_apart():
    """The first and the second lord are two; so are those whom figures number, and each keeps one identity."""
    cast = cast_of([], ["FIRST LORD", "SECOND LORD", "1. LORD", "2 LORD"])
    assert 2 == len(cast.people)
    assert [bearer(cast, "FIRST LORD"), bearer(cast, "SECOND LORD")] == [
        bearer(cast, "1. LORD"),
        bearer(cast, "2 LORD"),
    ]


def test_a_kings_number_is_a_part_of_his_name():
    """The label may leave it out."""
    assert "KING ODO VI" == bearer(cast_of(["KING ODO VI", "MARTHA"], ["KING ODO"]), "KING ODO")


def test_members_of_a_group_take_its_place():
    """``Two Clowns, grave-diggers`` are the first and the second clown."""
    cast = cast_of([("Two Clowns", "grave-diggers"), "MARTHA"], ["FIRST CLOWN", "SECOND CLOWN", "MARTHA"])
    assert [
        ("MARTHA", ""),
        ("FIRST CLOWN", "Two Clowns, grave-diggers"),
        ("SECOND CLOWN", "Two Clowns, grave-diggers"),
    ] == [(person.name, person.description) for person in cast.people]


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("MARTHA AND JONAS", ["MARTHA", "JONAS"]),
        ("MARTHA, JONAS", ["MARTHA", "JONAS"]),
        ("MARTHA. JONAS", ["MARTHA", "JONAS"]),
        ("FIRST AND SECOND LORD", ["FIRST LORD", "SECOND LORD"]),
        ("1, 2 LORDS", ["FIRST LORD", "SECOND LORD"]),
    ],
)
def test_joint_labels(label, names):
    """Several who speak together are no character of their own."""
    cast = cast_of([], ["MARTHA", "JONAS", "FIRST LORD", "SECOND LORD", label])
    assert names == [person.name for person in cast.speakers(label)]


def test_full_names_collect_their_shorter_forms():
    """Without a list the fullest form is the name that the others shorten."""
    cast = cast_of([], ["Martha", "Jonas", "Mar", "Jon", "Mar", "Jon"])
    assert [{"Martha", "Mar"}, {"Jonas", "Jon"}] == [set(person.labels) for person in cast.people]


def test_a_lady_is_not_her_husband():
    """Two who talk are two, although one name ends the other."""
    cast = cast_of([], ["GALL", "LADY GALL", "GALL", "LADY GALL"] * 3)
    assert 2 == len(cast.people)


def test_a_rare_misprint_joins_the_frequent_name():
    """Recognised text misreads a name once or twice."""
    cast = cast_of([], ["MALVINIO", "JONAS"] * 12 + ["MAIVINIO"])
    assert "MALVINIO" == bearer(cast, "MAIVINIO")


def test_numbered_and_plural_forms_are_no_misprints():
    """SERVANT and SERVANTS differ in a letter, and in who they are."""
    cast = cast_of([], ["SERVANT", "JONAS"] * 12 + ["SERVANTS"])
    assert "SERVANTS" == bearer(cast, "SERVANTS")


def test_letters_parted_or_taken_for_figures():
    """Recognised text parts names and takes letters for figures, however often."""
    cast = cast_of([], ["MARTHA", "JONAS"] * 12 + ["MAR THA", "J0NAS"] * 3)
    assert {"MARTHA", "JONAS"} == {person.name for person in cast.people}


def test_what_is_done_after_a_comma_is_nobody():
    """A list of two names by a comma needs two who are known."""
    cast = cast_of([], ["MARTHA", "JONAS", "MARTHA, SWORD IN HAND"])
    assert ["MARTHA"] == [person.name for person in cast.speakers("MARTHA, SWORD IN HAND")]


def test_a_full_name_introduces_its_last_word():
    """Without a list a bearer may be named in full first; who came before under the short name is another."""
    cast = cast_of([], ["OLD SMITH GALL", "JONAS", "GALL", "JONAS", "GALL", "JONAS"] * 2)
    assert "GALL" == bearer(cast, "OLD SMITH GALL")
    cast = cast_of([], ["GALL", "JONAS", "GALL", "JONAS"] + ["OLD SMITH GALL", "JONAS"] * 6)
    assert "OLD SMITH GALL" == bearer(cast, "OLD SMITH GALL")
