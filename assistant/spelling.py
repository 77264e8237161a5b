"""Misspelt words in questions: 争义 for 争议, 忻洲 for 忻州, 联度会议 for 联席会议.

Only words of the closed list are put right; the user is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

from assistant.closed_list import LEAST_TYPED, LONGEST, SHORTEST, ClosedList, rests_of
from assistant.lexicon import PACKAGE, statute_words
from assistant.sounds import near_sounds_of, sounds_of
from assistant.vocabulary import Vocabulary
from corpus import load_words


@dataclass(frozen=True, slots=True)
class Correction:
    """What the question says and the word that it is read as."""

    said: str
    read: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text cut into words. ``ends`` are the places between them. For each character ``loose`` tells whether it stands
    alone and means nothing alone, as the pieces of a misspelt word do; the others how it sounds.
    """

    text: str
    ends: tuple[int, ...]
    loose: tuple[bool, ...]
    sounds: tuple[str, ...]
    near_sounds: tuple[str, ...]
    known: Callable[[str], bool]  # whether a clause holds a word; each asked for once


def correct(text: str, closed: ClosedList, vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    """Folded ``text`` with what is only a misspelling of one of ``closed`` replaced by it, and what was replaced.

    A misspelt word falls into several when the text is cut, one of them a single character that means nothing alone.
    Such a run is replaced where it is no word of the list itself and no clause holds it; longer runs first.
    """
    cut = _cut(text, vocabulary)
    found: list[Correction] = []
    out: list[str] = []
    at = 0
    while at < len(cut.ends) - 1:
        start = cut.ends[at]
        end, read = _read_from(cut, at, closed, vocabulary)
        if read:
            found.append(Correction(text[start : cut.ends[end]], read))
        out.append(read or text[start : cut.ends[end]])
        at = end
    return "".join(out), tuple(dict.fromkeys(found))


def _cut(text: str, vocabulary: Vocabulary) -> _Cut:
    tokens = vocabulary.cut(text)
    loose = tuple(mark for token in tokens for mark in [_is_loose(token, vocabulary)] * len(token))
    return _Cut(
        text, (0, *accumulate(map(len, tokens))), loose, sounds_of(text), near_sounds_of(text), cache(vocabulary.known)
    )


def _is_loose(token: str, vocabulary: Vocabulary) -> bool:
    return (
        len(token) == 1
        and _is_han(token)
        and token not in _words("suffixes")
        and not vocabulary.is_function_word(token)
    )


def _is_han(text: str) -> bool:
    return text.isalpha() and not any(char.isascii() for char in text)


def _read_from(cut: _Cut, at: int, closed: ClosedList, vocabulary: Vocabulary) -> tuple[int, str | None]:
    """What the words from number ``at`` on are read as, and the number of the first word after them.

    A word of the list stays, but for a longer one that begins with it. A run that leaves a piece of another misspelt
    word behind gives way to one that does not: 关辖 in 关辖有争义, although 关辖有争 is a word as well.
    """
    start, last = cut.ends[at], len(cut.ends) - 1
    runs = [end for end in range(at + 1, min(last, at + LONGEST + 1) + 1) if cut.ends[end] - start <= LONGEST + 1]
    right = next((end for end in reversed(runs) if cut.text[start : cut.ends[end]] in closed.words), None)
    second = None
    for end in reversed(runs[1:]):
        if right is not None and (end <= right or cut.ends[end] - start < LEAST_TYPED):
            break
        read = _read_as(cut, at, end, closed, vocabulary)
        if read and (end == last or not cut.loose[cut.ends[end]]):
            return end, read
        second = second or ((end, read) if read else None)
    return second or (right or at + 1, None)


def _read_as(cut: _Cut, first: int, last: int, closed: ClosedList, vocabulary: Vocabulary) -> str | None:
    """The one word that the words ``first`` to ``last`` are a misspelling of; None where there is none or several."""
    start, end = cut.ends[first], cut.ends[last]
    said, loose = cut.text[start:end], cut.loose[start:end]
    if len(said) < SHORTEST or not (any(loose) or len(said) >= LEAST_TYPED) or not _is_han(said):
        return None
    best = _closest(said, _alike(cut, start, end, closed)) or (
        _closest(said, _one_off(said, loose, closed)) if any(loose) else None
    )
    if best is None or _tells_apart(said, best) or _is_held(said, cut.known) or vocabulary.is_place(said):
        return None
    strange = [
        mark or not (cut.known(cut.text[left:right]) or cut.text[left:right] in statute_words())
        for left, right in pairwise(cut.ends[first : last + 1])
        for mark in cut.loose[left:right]
    ]
    if len(best) != len(said) or (len(said) > SHORTEST and sounds_of(best) == cut.sounds[start:end]):
        return best if any(strange) else None
    return best if any(strange[at] for at in _differing(said, best)) else None


def _alike(cut: _Cut, start: int, end: int, closed: ClosedList) -> tuple[str, ...]:
    """The words that sound like a run, else nearly so, and share characters with it: the longer the run, the fewer.

    A word of two characters has to sound exactly alike, except for the name of a district.
    """
    said, size = cut.text[start:end], end - start
    needed = 1 if size < LEAST_TYPED else size // 2
    exact = closed.by_sound.get(cut.sounds[start:end], ())
    if not exact and any(cut.loose[start:end]):
        needed = (size + 1) // 2
        near = closed.by_near_sound.get(cut.near_sounds[start:end], ())
        exact = tuple(word for word in near if size > SHORTEST or word in closed.districts)
    return tuple(word for word in exact if size - len(_differing(said, word)) >= needed)


def _differing(said: str, word: str) -> tuple[int, ...]:
    """The places in which two words of one length differ."""
    return tuple(at for at, (first, second) in enumerate(zip(said, word, strict=True)) if first != second)


def _closest(said: str, words: Sequence[str]) -> str | None:
    """The word that shares most characters with what was said; None where several do."""
    if len(words) < 2 or any(len(word) != len(said) for word in words):
        return words[0] if len(words) == 1 else None
    first, second, *_ = sorted(words, key=lambda word: len(_differing(said, word)))
    return first if len(_differing(said, first)) < len(_differing(said, second)) else None


def _is_held(said: str, known: Callable[[str], bool]) -> bool:
    """Whether clauses hold each two neighbouring characters, so that documents write it like that."""
    return known(said) or all(known(first + second) for first, second in pairwise(said))


def _tells_apart(said: str, word: str) -> bool:
    """Whether a character in which the two differ makes another thing of it: 镇级 is not 区级, 一期 not 一起."""
    denied = _words("negations") & set(word)
    if any(char in _words("telling") and char not in word for char in said) or denied - set(said):
        return True
    if denied and len(word) == SHORTEST:
        return True
    return len(said) == len(word) and any(at and said[at - 1] in _words("numerals") for at in _differing(said, word))


def _one_off(said: str, loose: Sequence[bool], closed: ClosedList) -> tuple[str, ...]:
    """The words of four and more characters from which one wrong, missing, added or swapped character leads to
    ``said``.
    """
    from rapidfuzz.distance import OSA  # takes a while to load

    if len(said) < LEAST_TYPED or said[1:] in closed.words or said[:-1] in closed.words:
        return ()
    near = {word for rest in (said, *rests_of(said)) for word in closed.by_rest.get(rest, ())}
    return tuple(
        word
        for word in sorted(near)
        if word not in said and OSA.distance(said, word, score_cutoff=1) == 1 and _is_slip(said, loose, word, closed)
    )


def _is_slip(said: str, loose: Sequence[bool], word: str, closed: ClosedList) -> bool:
    """Whether the difference is one that typing makes: at characters that mean nothing alone, not in the stem of a
    district's name nor in the two characters that a name with a common end is known by.

    One more or one less at the end makes another word.
    """
    head = _common(said, word)
    tail = min(_common(said[::-1], word[::-1]), min(len(said), len(word)) - head)
    stem = next((word.removesuffix(end) for end in _words("generic_ends") if word.endswith(end)), None)
    if (word in closed.districts and head < SHORTEST) or (stem and len(stem) <= SHORTEST and head < len(stem)):
        return False
    if len(said) == len(word):
        if len(word) == LEAST_TYPED and word not in closed.departments:
            return False  # too short to be told by three characters: 联合夜查 is not 联合检查
        changed = loose[head : len(said) - tail]
        return any(changed) if len(changed) > 1 else all(changed)
    missing = len(said) < len(word)
    return bool(head and tail) and any(loose[head - missing : len(said) - tail + missing])


def _common(first: str, second: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = zip(first, second, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(load_words(PACKAGE, "writing", key))
