"""Which districts a question names: by full name, alias or common short form; and names of places that are not in the
store.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.lexicon import ask_patterns
from assistant.vocabulary import Vocabulary
from corpus import DocumentRecord, fold_text, load_json, load_words

_PLACE = re.compile(
    "(?:^|[，。、？！：；（“在和与跟比请问]|对于|关于)([\u4e00-\u9fff]{2,3}?(?:自治县|开发区|高新区|新区|区|县|市|旗))"
)
_FOLLOWING = re.compile("[\u4e00-\u9fff]{1,3}?(?:自治县|开发区|高新区|新区|区|县|旗)")
_CLAUSE_END = re.compile("[，。；！？,;!?]")
_SIDE = re.compile("\u3000(?:那边|这边|那里|这里|的)?")
_HIGHER = re.compile("(?:^|(?<=[，。、和与跟及在\u3000]))(?:[\u4e00-\u9fff]{2,3}[省市州盟]){1,2}\u3000")
_MIN_ALIAS = 2
_LEAST_CLIPPED = 4  # characters of 郑州高新区, less than of which 高新区 has


@dataclass(frozen=True, slots=True)
class DistrictNames:
    """The districts of the store and every name each goes by, folded."""

    names: tuple[tuple[str, tuple[str, ...]], ...]  # (name, jurisdictions that bear it), longest name first

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(district for _, districts in self.names for district in districts))


@dataclass(frozen=True, slots=True)
class Scope:
    """The districts a question names, in its order. ``options`` where one name fits several, ``unknown`` where it
    fits none.
    """

    districts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    unknown: str | None = None
    rest: str = ""  # the question without the names


def build_names(documents: Sequence[DocumentRecord]) -> DistrictNames:
    """The names of all districts that ``documents`` come from."""
    bearers: dict[str, list[str]] = {}
    for document in documents:
        meta = document.metadata
        if meta.jurisdiction:
            official = (meta.jurisdiction, *meta.jurisdiction_aliases)
            short = (*_short_forms(official), *_clipped(official), _stem(meta.jurisdiction))
            for name in dict.fromkeys((*official, *short)):
                if len(name) >= _MIN_ALIAS:
                    bearers.setdefault(fold_text(name), []).append(meta.jurisdiction)
    ordered = sorted(bearers, key=lambda name: (-len(name), name))
    return DistrictNames(tuple((name, tuple(dict.fromkeys(bearers[name]))) for name in ordered))


def _short_forms(names: Sequence[str]) -> tuple[str, ...]:
    """How people shorten the names of zones: 高新技术产业开发区 is also 高新开发区."""
    zones = load_json("assistant", "districts")["zones"]
    return tuple(
        name.replace(zone["official"], short)
        for name in names
        for zone in zones
        if zone["official"] in name
        for short in zone["short"]
    )


def _clipped(names: Sequence[str]) -> tuple[str, ...]:
    """The short forms of zones without the last character, after the place they belong to: 郑州高新."""
    shorts = [name for name in (*names, *_short_forms(names)) if name.endswith("区") and len(name) > _LEAST_CLIPPED]
    return tuple(name[:-1] for name in shorts)


def _stem(jurisdiction: str) -> str:
    """The place that a development zone is named after, as people call it for short: 忻州 for 忻州经济开发区."""
    base = jurisdiction.split("（")[0]
    zones = load_words("assistant", "districts", "zone_suffixes")
    return next(
        (base[:_MIN_ALIAS] for zone in zones if base.endswith(zone) and len(base) >= len(zone) + _MIN_ALIAS), ""
    )


def find_scope(question: str, names: DistrictNames, words: Vocabulary) -> Scope:
    """The districts that a folded ``question`` names.

    Longer names win over shorter ones inside them. A short name that several districts share gives ``options`` unless
    another name in the question settles it. A place that looks like a district and is none of the store's is
    ``unknown``.
    """
    rest, found = question, dict[int, tuple[str, ...]]()
    other = None
    for name, districts in names.names:
        at = rest.find(name)
        while at >= 0:
            end = at + len(name)
            stranger = _stranger(rest, at, name, districts, names, words)
            if stranger:
                other = stranger
                rest = rest.replace(stranger, "\u3000" * len(stranger))
            elif not rest.startswith(_higher_places(), end):
                found[at] = districts
                start = at - len(_place_before(rest, at, words))
                rest = rest[:start] + "\u3000" * (end - start) + rest[end:]
            at = rest.find(name, end)
    rest = _HIGHER.sub("\u3000", rest)
    unknown = other or _unknown_place(rest, words)
    rest = _SIDE.sub("\u3000", rest.replace(unknown or "\u3000", "\u3000"))
    certain = tuple(dict.fromkeys(found[at][0] for at in _asked(question, found) if len(found[at]) == 1))
    shared = [found[at] for at in sorted(found) if len(found[at]) > 1]
    plain = rest.replace("\u3000", "")
    if certain or not shared:
        return Scope(certain, unknown=unknown, rest=plain)
    return Scope(options=shared[0], rest=plain)


def _asked(question: str, found: Mapping[int, tuple[str, ...]]) -> list[int]:
    """Where the districts stand that are asked about, in order: those named in the clauses of the question that ask
    something, where some are. In 卫滨给三个工作日，山亭是给几天？ 卫滨 is just told of.
    """
    asking, at = set[int](), 0
    for clause in _CLAUSE_END.split(question):
        if any(entry.regex.search(clause) for entry in ask_patterns()):
            asking.update(range(at, at + len(clause)))
        at += len(clause) + 1
    places = sorted(found)
    return [at for at in places if at in asking] or places


def _stranger(
    rest: str, at: int, name: str, districts: Sequence[str], names: DistrictNames, words: Vocabulary
) -> str | None:
    """The name of another district that the one found at ``at`` is just a piece of; None where it stands for itself.

    忻州's 经开区 is not that of 太原, and 郑州 stands for its zone only where it does not go on to 金水区.
    """
    if name in _zone_names():
        own = [one for one, bearers in names.names if set(bearers) & set(districts)]
        place = _place_before(rest, at, words)
        return place + name if place and not any(place in one for one in own) else None
    if not any(name == _stem(district) for district in districts):
        return None
    follows = _FOLLOWING.match(rest, at + len(name))
    shaped = follows and not follows[0].endswith(_no_names()) and not follows[0].startswith(_no_starts())
    return name + follows[0] if follows and shaped and _may_be_name(follows[0], words) else None


def _place_before(rest: str, at: int, words: Vocabulary) -> str:
    """The name of a place that stands right before ``at``: 新乡 in 新乡卫滨区; empty where there is none."""
    return next((rest[at - size : at] for size in (3, 2) if at >= size and words.is_place(rest[at - size : at])), "")


def _unknown_place(rest: str, words: Vocabulary) -> str | None:
    for match in _PLACE.finditer(rest):
        name = match[1]
        begins = words.is_place(name) or not name.startswith(_no_starts())
        shaped = len(name) > _MIN_ALIAS and not name.endswith(_no_names()) and begins
        if shaped and _may_be_name(name, words):
            return name
    return None


def _may_be_name(name: str, words: Vocabulary) -> bool:
    """Whether nothing in ``name`` is an ordinary word: 金水区, 青桐区; not 举报是区, 照着市."""
    if words.is_place(name):
        return True
    parts = [part for part in words.cut(name) if part not in _suffixes()]
    return not any(
        words.is_function_word(part) or words.tells_little(part) or (len(part) > 1 and words.known(part))
        for part in parts
    )


@cache
def _higher_places() -> tuple[str, ...]:
    """What makes of a short name that of a higher place: 忻州市 is not 忻州经济开发区."""
    return load_words("assistant", "districts", "higher_places")


@cache
def _zone_names() -> frozenset[str]:
    """What zones are called without the place they belong to."""
    zones = load_json("assistant", "districts")["zones"]
    return frozenset(name for zone in zones for name in (zone["official"], *zone["short"]))


@cache
def _suffixes() -> tuple[str, ...]:
    return load_words("assistant", "districts", "suffixes")


@cache
def _no_starts() -> tuple[str, ...]:
    return load_words("assistant", "districts", "no_name_starts")


@cache
def _no_names() -> tuple[str, ...]:
    return load_words("assistant", "districts", "no_names")
