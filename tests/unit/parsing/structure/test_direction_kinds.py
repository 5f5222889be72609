"""What a stage direction tells: by its words, by its place, by what the document says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from playbuddy_desktop.parsing.document import Document, Line, Role
from playbuddy_desktop.parsing.playbook import DirectionKind, LineType, Playbook
from playbuddy_desktop.parsing.playbook import Line as PlayLine
from playbuddy_desktop.parsing.structure.direction_kinds import DirectionKinds, Place
from playbuddy_desktop.parsing.structure.words import languages

_PLACES = {
    DirectionKind.ENTRANCE: Place.BETWEEN,
    DirectionKind.EXIT: Place.BETWEEN,
    DirectionKind.SOUND: Place.BETWEEN,
    DirectionKind.SETTING: Place.HEAD,
    DirectionKind.DELIVERY: Place.WITHIN,
    DirectionKind.BUSINESS: Place.WITHIN,
}
_SETS = ("entrance", "exit", "sound", "manner", "manner_ends", "pronoun", "doing", "place")
_DIRECTIONS = {
    "en": (
        "Enter Mira with a lamp.", "Mira goes out.", "A bell rings.",
        "A cellar under the inn.", "gently", "He sits down at the table.",
    ),
    "fr": (
        "Mira entre.", "Elle s'en va.", "On frappe.",
        "Une salle basse de l'auberge.", "à part", "Il s’assied près de la table.",
    ),
    "de": (
        "Mira tritt mit einer Lampe auf.", "Mira schnell ab.", "Es klopft.",
        "Ein Keller.", "leise", "Er setzt sich an den Tisch.",
    ),
    "es": (
        "Sale Mira con una luz.", "Vanse.", "Suena una campana.",
        "Una sala baja.", "en voz baja", "Se sienta a la mesa.",
    ),
    "it": (
        "Entra Mira.", "Se ne va.", "Si ode un tuono.",
        "Una stanza terrena.", "da sé", "Si siede al tavolo.",
    ),
    "pt": (
        "Entra Mira.", "Vai-se.", "Batem à porta.",
        "Uma sala térrea.", "à parte", "Senta-se à mesa.",
    ),
    "nl": (
        "Mira komt op met een lamp.", "Mira af.", "Er wordt geklopt.",
        "Een kelder.", "zachtjes", "Hij gaat zitten aan de tafel.",
    ),
    "da": (
        "Mira kommer ind.", "Mira går ud.", "Det banker.",
        "En stue i kroen.", "sagte", "Han sætter sig ved bordet.",
    ),
    "no": (
        "Mira kommer inn.", "Mira går ut.", "Det banker.",
        "En stue i kroen.", "lavt", "Han setter seg ved bordet.",
    ),
    "sv": (
        "Mira kommer in.", "Mira går ut.", "Det knackar.",
        "Ett rum på krogen.", "sakta", "Han sätter sig vid bordet.",
    ),
    "pl": (
        "Mira wchodzi.", "Mira wychodzi.", "Słychać pukanie.",
        "Izba w karczmie.", "na stronie", "Siada przy stole.",
    ),
    "cs": (
        "Vejde Mira.", "Mira odejde.", "Je slyšet zvon.",
        "Světnice v hospodě.", "stranou", "Sedne si ke stolu.",
    ),
    "ru": (
        "Входит Мира.", "Мира уходит.", "Стук в дверь.",
        "Комната в трактире.", "тихо", "Он садится к столу.",
    ),
    "hu": (
        "Mira bejön.", "Mira el.", "Kopognak.",
        "Szoba a fogadóban.", "félre", "Leül az asztalhoz.",
    ),
    "la": (
        "Mira intrat.", "Abeunt.", "Tuba auditur.",
        "Cubiculum in taberna.", "secum", "Sedet ad mensam.",
    ),
}  # fmt: skip


def test_every_language_has_directions_here_and_words_for_them() -> None:
    """A language that is added brings the words that directions are judged by, each once."""
    assert languages().keys() == _DIRECTIONS.keys()
    for words in languages().values():
        assert all(getattr(words, name) for name in _SETS)
        assert words.manner.isdisjoint(words.delivery)
        assert words.entrance.isdisjoint(words.exit) or words is languages()["en"]


@pytest.mark.parametrize("number", range(len(_PLACES)))
@pytest.mark.parametrize("language", _DIRECTIONS)
def test_each_kind_in_each_language(language: str, number: int) -> None:
    """A plain direction of each kind is known in every language, with brackets and without."""
    expected, place = list(_PLACES.items())[number]
    judge = DirectionKinds(languages()[language])
    text = _DIRECTIONS[language][number]
    assert expected is judge.kind(text, place)
    assert expected is judge.kind(f"[{text}]", place)


@pytest.mark.parametrize(
    ("language", "text", "place", "expected"),
    [
        ("en", "Thunder. Enter three ferrymen.", Place.HEAD, DirectionKind.ENTRANCE),
        ("en", "Exeunt. Enter Mira.", Place.BETWEEN, DirectionKind.EXIT),
        ("en", "Another part of the field. Alarum.", Place.BETWEEN, DirectionKind.SETTING),
        ("en", "Thunder and lightning.", Place.HEAD, DirectionKind.SOUND),
        ("en", "To Mira.", Place.WITHIN, DirectionKind.DELIVERY),
        ("en", "kneeling", Place.WITHIN, DirectionKind.DELIVERY),
        ("en", "Aside.", Place.BETWEEN, DirectionKind.DELIVERY),
        ("en", "MIRA crosses to the garden door.", Place.BETWEEN, DirectionKind.BUSINESS),
        ("en", "They wait.", Place.HEAD, DirectionKind.BUSINESS),
        ("en", "the lamp in her left hand, as if she had forgotten it", Place.WITHIN, DirectionKind.BUSINESS),
        ("fr", "entre ses dents", Place.WITHIN, DirectionKind.DELIVERY),
        ("fr", "à part", Place.BETWEEN, DirectionKind.DELIVERY),
        ("fr", "MIRA, LE PASSEUR.", Place.HEAD, DirectionKind.SETTING),
        ("fr", "La chambre de Mira, la nuit.", Place.BETWEEN, DirectionKind.SETTING),
        ("fr", "en riant", Place.WITHIN, DirectionKind.DELIVERY),
        ("fr", "Bruit de pas.", Place.BETWEEN, DirectionKind.SOUND),
        ("de", "ab", Place.WITHIN, DirectionKind.EXIT),
        ("de", "Er nimmt ihr die Lampe ab und lacht.", Place.BETWEEN, DirectionKind.BUSINESS),
        ("de", "zu Mira", Place.WITHIN, DirectionKind.DELIVERY),
        ("de", "lachend", Place.WITHIN, DirectionKind.DELIVERY),
        ("es", "Sale.", Place.WITHIN, DirectionKind.EXIT),
        ("no", "flytter stolen frem", Place.WITHIN, DirectionKind.BUSINESS),
        ("no", "ler", Place.WITHIN, DirectionKind.DELIVERY),
        ("it", "a parte", Place.WITHIN, DirectionKind.DELIVERY),
        ("en", "()", Place.BETWEEN, DirectionKind.BUSINESS),
    ],
)
def test_words_and_place_together(language: str, text: str, place: Place, expected: DirectionKind) -> None:
    """What is told first counts, comings and goings most; the place decides where words leave it open."""
    assert expected is DirectionKinds(languages()[language]).kind(text, place)


def _kinds(play: Playbook) -> list[DirectionKind | None]:
    lines = (line for act in play.acts for scene in act.scenes for line in scene.lines)
    return [line.direction for line in lines if line.type is LineType.STAGE_DIRECTION]


_SCRIPTS = {
    "en": """\
THE LAMP

ACT I

SCENE I

[A cellar. Night.]

[Enter MIRA and TOM.]

MIRA. Who is there?

TOM. [softly] It is me.

[A bell rings.]

MIRA. That was the bell.

[He takes the lamp.]

TOM. That was the tide.

[Exeunt.]
""",
    "fr": """\
LA LAMPE

ACTE PREMIER

SCÈNE PREMIÈRE

(Une salle basse. Il fait nuit.)

(Mira et Tom entrent.)

MIRA. Qui est là ?

TOM. (bas) C'est moi.

(On sonne la cloche.)

MIRA. C'était la cloche.

(Il prend la lampe.)

TOM. Ce n'était pas la mer.

(Ils sortent.)
""",
    "de": """\
DIE LAMPE

ERSTER AKT

ERSTE SZENE

(Ein Keller. Es ist Nacht.)

(Mira und Tom treten auf.)

MIRA. Wer ist da?

TOM. (leise) Ich bin es.

(Eine Glocke läutet.)

MIRA. Das war die Glocke.

(Er nimmt die Lampe.)

TOM. Das ist die See nicht.

(Beide ab.)
""",
}


@pytest.mark.parametrize("language", _SCRIPTS)
def test_a_script_tells_each_kind(language: str, read: Callable[[str], Document], run: Callable[..., Playbook]) -> None:
    """The parser knows the place of each direction, however the script is divided."""
    document = read(_SCRIPTS[language])
    whole = run(document)
    assert [
        DirectionKind.SETTING, DirectionKind.ENTRANCE, DirectionKind.DELIVERY, DirectionKind.SOUND,
        DirectionKind.BUSINESS, DirectionKind.EXIT,
    ] == _kinds(whole)  # fmt: skip
    assert whole == run(document, chunk_chars=1)


def test_a_document_is_taken_at_its_word(run: Callable[..., Playbook]) -> None:
    """What the file says of a direction counts, whatever its words and its place."""
    speech = [
        Line("MIRA", role=Role.CHARACTER),
        Line("gently", role=Role.PARENTHETICAL, direction=DirectionKind.EXIT),
        Line("That was the bell.", role=Role.DIALOGUE),
        Line("Enter all.", role=Role.DIRECTION),
    ]
    head = [
        Line("Scene I", role=Role.SCENE),
        Line("A lamp burns.", role=Role.DIRECTION, direction=DirectionKind.BUSINESS),
    ]
    lines = [replace(line, paragraph=number) for number, line in enumerate(head + 3 * speech)]
    expected = [DirectionKind.BUSINESS, *[DirectionKind.EXIT, DirectionKind.ENTRANCE] * 3]
    assert expected == _kinds(run(Document("tei", lines)))


def test_dialogue_is_no_kind_of_direction() -> None:
    """A direction of which nothing is said tells business; a speech that has a kind is refused."""
    bare = PlayLine(type=LineType.STAGE_DIRECTION, text="He waits.")
    assert DirectionKind.BUSINESS is bare.direction
    assert None is PlayLine(type=LineType.DIALOGUE, text="I wait.").direction
    with pytest.raises(ValueError, match="no kind of stage direction"):
        PlayLine(type=LineType.DIALOGUE, text="I wait.", direction=DirectionKind.BUSINESS)
