"""Tells the language of a script by the small words that every text of it is full of.

A few hundred words of a play hold dozens of articles, pronouns and conjunctions, and no two languages share most of
them. Over scripts this is as sure as a statistical model of letters, and it loads nothing: a model costs every child
process tens of megabytes.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from playbuddy_desktop.parsing.document import Line

_COMMON: Final = {
    "en": "the and to of a i you my is that in it not me with be for your he his this but have as thou so will what "
    "thy him no her are by do we shall if our all was she at from or on they there would who when then were an",
    "de": "und ich die der nicht das ist sie ein zu in du es mir den mich wie er so was auf mit dem wir ihr nur mein "
    "von sich wenn aber hat auch noch ihn aus bin bei als war eine hier doch kann daß dass wird haben uns nach",
    "fr": "de et le la je que vous il les un à est en ne pas mon des ce qui une dans pour me se sa votre si au par "
    "nous mais plus elle moi l'on avec du vos son tout cette bien suis ai sur où lui leur ses même on ils",
    "es": "de que y la el en no a los se por con su lo mi un las es una me para si al del como más qué yo tu te ya "
    "pero le sus esta este porque muy sin cuando bien ser ha quien señor usted está son todo nos",
    "it": "che di e la il non a in mi è un per si ma le con ho lo una se del io al ti come da i più della mio sono "
    "gli questo ne ci vi signor quel tu bene anche so mia nel alla qui o quando perché cosa voi lei chi",
    "pt": "que de a o e não um é do da eu em uma se me para os com no por mais as na meu te lhe ao como mas está foi "
    "minha ele tu você sua seu já isso tem das dos bem aqui quem há senhor ser muito nem só à",
    "ca": "que de i la el en no a un és per les amb els una em si del al més és què jo tot com ha però seva meva "
    "aquest són ho hi et aquesta seu meu molt ens vos perquè quan ni ara també doncs",
    "nl": "de en het ik een van dat is niet in je te zijn die op wat u met voor er zo maar hij heb als aan me mij ze "
    "uw om dan nog heeft wij ook mijn daar hem bij hier door kan naar geen jij haar wel was",
    "sv": "och jag det att är i inte du en som på han för så med den har de hon mig vi av ett om vad min men kan dig "
    "var till sig nu här ni skall ej då från nej ja vill hans mitt din där när eller under",
    "da": "og jeg det at er i ikke du en som på han for så med den har de hun mig vi af et om hvad min men kan dig "
    "var til sig nu her skal da fra nej ja vil hans mit din der når eller efter blev hvor ham være",
    "no": "og jeg det at er i ikke du en som på han for så med den har de hun meg vi av et om hva min men kan deg var "
    "til seg nu nå her skal da fra nei ja vil hans mitt din der når eller efter etter hvor ham være bare sig mig",
    "fi": "ja on ei se että en minä hän mutta niin kun minun sinä mitä ole sen oli nyt kuin tämä olen jos sitä vain "
    "te me mikä minulle hänen ovat tässä täällä ette joka siitä vielä sinun teidän kaikki olet",
    "la": "et in non est quid ut tibi mihi me te ad si quod cum hic nunc ego tu qui ne ab ex sed quae hoc nihil sum "
    "esse atque iam ita eum nam quam meus modo haec id se etiam illa ille enim per quidem aut sic",
    "pl": "i nie w się na to z że do jest co ja jak mi a tak o ale pan za już po tu go mnie jej by od czy jego dla tym "
    "nic gdy niech przez przed będzie ty są tego ten być która który",
    "cs": "a se na že to je v ne i ale co já jak s tak už mi by do si ten za jsem pro když jako tu ho nebo jen ty mě "
    "vás jsi bude není pane pan jest jeho která který byl aby jste",
    "hu": "a az és nem hogy is egy én ez meg de mi van ha csak mint már vagy ki itt még el ezt te azt nincs volt sem "
    "úgy most majd aki szép uram hát nekem engem oly mert",
    "ro": "și de a nu în la că se o mai să pe un ce cu am din eu mă te e ești pentru al ai care dar este fi mine așa "
    "cum sunt lui ne ca când îmi asta dumneata domnule bine",
    "tr": "bir ve bu da de ne ben için var mi sen o gibi çok ama daha değil mı ki beni şey her siz bana sana yok kadar "
    "olan diye ile benim evet hayır nasıl bey",
    "ru": "и не в я что на с ты он как а но вы это мне все так у же за бы по мы меня вас его к нет из вот да если "
    "только ещё еще о она был то для уж вам тебя мой ну",
    "uk": "і не я в що на з ти він як а але ви це мені все так у же за б по ми мене вас його до ні та от якщо ще про "
    "вона був то для вже вам тебе мій ну є й цей",
    "el": "και να το του η ο τον την με της σε δεν τα για θα που μου είναι σου από τι στο στην μας εγώ τους αυτό οι "
    "των εσύ όχι μη πως δε μα αν στη",
}  # fmt: skip
"""The most frequent words by ISO 639 code, chosen from each language's grammar: pronouns, articles, forms of to be."""

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH: Final = 4_000
"""Words weighed: more does not change the answer."""
_SPREAD: Final = 8
"""The words are taken from so many places, since forewords may be in another language than the play."""
_FEWEST: Final = 12
"""Hits below which nothing is said."""
_LEAST_SHARE: Final = 0.05
"""Of the words of a text, those that are common in its language make up a third or more."""


def detect_language(texts: Sequence[str]) -> tuple[str | None, float]:
    """The ISO 639 code of the language that texts are written in, and how sure that is.

    Returns:
        the code and a confidence from 0 (a toss-up with the next likely language) to 1; (None, 0.0) when the texts
        are too short, or in a language that is not known here.
    """
    words = Counter(_sample(texts))
    weights = _weights()
    scores: dict[str, float] = defaultdict(float)
    hits: Counter[str] = Counter()
    for word, count in words.items():
        for language, weight in weights.get(word, ()):
            scores[language] += count * weight
            hits[language] += count
    if not scores:
        return None, 0.0
    (best, score), *others = sorted(scores.items(), key=lambda item: -item[1])
    if hits[best] < _FEWEST or hits[best] < _LEAST_SHARE * words.total():
        return None, 0.0
    second = others[0][1] if others else 0.0
    return best, round(1.0 - second / score, 3)


def detect_language_of(lines: Iterable[Line]) -> tuple[str | None, float]:
    """The language of a script's lines, furniture aside."""
    return detect_language([line.text for line in lines if line.furniture is None])


def _sample(texts: Sequence[str]) -> Iterable[str]:
    """Words from several places all over the texts."""
    part = max(1, len(texts) // _SPREAD)
    for start in range(0, len(texts), part):
        left = _ENOUGH // _SPREAD
        for text in texts[start : start + part]:
            found = _WORD.findall(text[:_ENOUGH].lower().replace("’", "'"))[:left]
            yield from found
            left -= len(found)
            if left <= 0:
                break


@lru_cache(maxsize=1)
def _weights() -> dict[str, list[tuple[str, float]]]:
    """Each common word with the languages that it speaks for: the fewer there are, the louder."""
    languages: dict[str, list[str]] = {}
    for language, common in _COMMON.items():
        for word in dict.fromkeys(common.split()):
            languages.setdefault(word, []).append(language)
    return {word: [(language, 1.0 / len(found)) for language in found] for word, found in languages.items()}
