"""Texts in any encoding are decoded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbuddy_desktop.errors import UnsupportedFormatError
from playbuddy_desktop.parsing.extract.encoding import decode

FRENCH = "ANAÏS. Où êtes-vous, mon père ? Voilà l’été, déjà la forêt bruit… « Écoutez ! »\n"
GERMAN = "GRÄFIN. Öffnen Sie die Türe! Es ist zu spät, ich weiß — „grüßen“ Sie den König.\n"
SPANISH = "NIÑA. ¿Quién está ahí? ¡Señor, mañana será otro día! El corazón también.\n"
POLISH = "ZOŚKA. Cóż się stało? Żółta łąka śpi, więc bądźcie cicho, źle słyszę ją.\n"
CZECH = "MÁŘA. Příliš žluťoučký kůň úpěl ďábelské ódy, řekněte mi ještě něco.\n"
RUSSIAN = "ИРИНА. Отчего я сегодня так счастлива? Точно я на парусах, надо мной широкое небо.\n"
GREEK = "ΚΡΕΩΝ. Τι λέει ο φύλακας; Ας μιλήσει τώρα γρήγορα, πριν έρθει η νύχτα στην πόλη.\n"
DANISH = "KÆRE. Hør på mig, søde Åse: æbler og pærer ligger på gulvet, og ræven går forbi.\n"

CASES = [
    *((FRENCH, page) for page in ("cp1252", "mac-roman", "utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le")),
    *((GERMAN, page) for page in ("cp1252", "mac-roman", "utf-16-be")),
    *((SPANISH, page) for page in ("cp1252", "latin-1", "mac-roman", "cp850")),
    *((POLISH, page) for page in ("cp1250", "iso8859-2", "utf-8")),
    *((CZECH, page) for page in ("cp1250", "iso8859-2")),
    *((RUSSIAN, page) for page in ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "utf-16-le")),
    *((GREEK, page) for page in ("cp1253", "utf-8", "utf-16")),
    *((DANISH, page) for page in ("cp1252", "latin-1", "mac-roman")),
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_a_short_text_is_decoded_from_any_likely_encoding(text: str, encoding: str) -> None:
    """One sentence with a few accents is evidence enough."""
    assert text == decode(text.encode(encoding)).text


def test_ascii_is_utf_8_without_doubts() -> None:
    """Nothing is guessed where nothing needs to be."""
    decoded = decode(b"HAMLET. Words, words, words.\n")
    assert ("utf-8", None) == (decoded.encoding, decoded.warning)


def test_an_english_text_with_curly_quotes_is_western() -> None:
    """Typographic marks alone do not point to another page."""
    text = "ANNA. “Don’t,” he said – and went… It’s late.\n"
    assert text == decode(text.encode("cp1252")).text


def test_stray_bytes_in_utf_8_are_repaired_with_a_warning() -> None:
    """Texts pasted together by an old editor keep their accents on both sides."""
    decoded = decode((FRENCH * 20).encode() + "ÉLISE. Voilà.\n".encode("cp1252"))
    assert FRENCH * 20 + "ÉLISE. Voilà.\n" == decoded.text
    assert decoded.warning is not None


def test_a_japanese_text_is_left_to_the_general_detector() -> None:
    """No European alphabet explains it."""
    text = "花子：どこへ行くのですか。太郎：山へ芝を刈りに行きます。花子：気をつけて行ってらっしゃい。\n" * 5
    assert text == decode(text.encode("shift_jis")).text


def test_stray_control_characters_are_dropped() -> None:
    """An end-of-file mark and a few controls are no reason to refuse a text."""
    assert "ANNA. Go.\nBEN. No.\n" == decode(b"ANNA. Go.\x01\nBEN. No.\n\x1a").text


@pytest.mark.parametrize("data", [bytes(range(256)) * 10, b"\x00" * 500, b"\x7fELF\x02\x01\x01" + bytes(300)])
def test_binary_data_is_no_text(data: bytes) -> None:
    """It is refused, whatever letters are in it."""
    with pytest.raises(UnsupportedFormatError):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    """Nothing else can happen."""
    try:
        text = decode(data).text
    except UnsupportedFormatError:
        return
    assert "\x00" not in text


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff"), max_size=200))
def test_utf_8_is_never_mistaken(text: str) -> None:
    """What is valid UTF-8 is read as such."""
    assert text == decode(b"ANNA. " + text.encode()).text.removeprefix("ANNA. ")
