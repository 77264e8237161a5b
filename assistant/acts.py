"""What a duty does, in a short list of kinds (移送, 反馈, 出具意见 …), so that a rule stands beside its like.

Words and patterns are data (``data/compare.json``). The kind is read from the duty's act alone; where it names several,
the one that its topic is about comes first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from corpus import Duty, LexiconError, PatternEntry, build_patterns, fold_text, load_json

OTHER = "other"
OTHER_LABEL = "其他"
_WHERE = "assistant/data/compare.json"
_PIECES = re.compile("[，；。：]")


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of act.

    ``topics`` are those that it belongs to before others; ``parties`` the kinds of counterparts that make another rule
    of it. ``telling``: the act alone shows what it is about, whatever it stands under. ``whole``: what follows in the
    same piece only names its matter (建立案件移送制度).
    """

    id: str
    label: str
    topics: tuple[str, ...]
    parties: tuple[str, ...]
    telling: bool
    whole: bool
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActKey:
    """What makes two rules comparable inside a topic: the kind of act, and the kind of counterpart where that makes
    another rule of it (移送司法机关 is not 移送有管辖权的部门); ``party`` is empty for all others.
    """

    act: str
    party: str = ""

    @property
    def label(self) -> str:
        """What users read: the act, and towards whom."""
        name = load_acts()[self.act].label if self.act != OTHER else OTHER_LABEL
        return f"{name}（对{party_labels()[self.party]}）" if self.party else name


@cache
def _data() -> dict[str, Any]:
    return load_json("assistant", "compare")


@cache
def load_acts() -> Mapping[str, Act]:
    """The kinds of act by id, in their order. Raises LexiconError for a double id or an entry without words."""
    acts: dict[str, Act] = {}
    for entry in _data()["acts"]:
        if entry["id"] in acts or not entry.get("words") or not entry.get("examples"):
            raise LexiconError(f"{_WHERE}, acts, {entry['id']}: an own id, words and examples are expected")
        acts[entry["id"]] = Act(
            entry["id"],
            entry["label"],
            tuple(entry["topics"]),
            tuple(entry.get("parties", ())),
            bool(entry.get("telling", False)),
            bool(entry.get("whole", False)),
            tuple(entry["examples"]),
            tuple(entry["counter_examples"]),
        )
    return acts


@cache
def pattern_entries(name: str) -> tuple[PatternEntry, ...]:
    """The patterns under ``name`` in the data file: nouns, exceptions, extensions."""
    return build_patterns(_data()[name], {}, where=f"{_WHERE}, {name}")


@cache
def party_labels() -> Mapping[str, str]:
    """What the kinds of counterparts are called, by id."""
    return {entry["id"]: entry["label"] for entry in _data()["parties"]}


@cache
def _act_regex() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """One regex for all acts and nouns, and the act that each of its groups stands for ("" for a noun).

    Nouns first, then patterns, then words from long to short, so that the longest reading at a place wins.
    """
    data = _data()
    forms = [(entry["pattern"], "") for entry in data["nouns"]]
    forms += [(pattern, entry["id"]) for entry in data["acts"] for pattern in entry.get("patterns", ())]
    words = [(word, entry["id"]) for entry in data["acts"] for word in entry["words"]]
    words.sort(key=lambda item: -len(item[0]))
    forms += [(re.escape(word), act) for word, act in words]
    groups = {f"g{at}": act for at, (_, act) in enumerate(forms)}
    return re.compile("|".join(f"(?P<g{at}>{form})" for at, (form, _) in enumerate(forms))), groups


def find_acts(text: str) -> tuple[str, ...]:
    """The kinds of act that ``text`` names, in its order, each once.

    >>> find_acts("反馈意见"), find_acts("建立案件移送制度，移交司法机关")
    (('feedback',), ('establish', 'transfer'))
    """
    regex, groups = _act_regex()
    found: list[str] = []
    for piece in _PIECES.split(fold_text(text)):
        for match in regex.finditer(piece):
            act = groups[str(match.lastgroup)]
            found += [act] if act else []
            if act and load_acts()[act].whole:
                break
    return tuple(dict.fromkeys(found))


def act_key(duty: Duty) -> ActKey:
    """What ``duty`` is compared by: of the acts it names, the one that its topic is about, else the first."""
    keys = act_keys(duty)
    home = (key for key in keys if key.act != OTHER and duty.topic in load_acts()[key.act].topics)
    return next(home, keys[0])


def act_keys(duty: Duty) -> tuple[ActKey, ...]:
    """All that ``duty`` names, in its order; only `OTHER` where it names nothing known."""
    return _keys(duty.action, (*duty.counterparts, *duty.actors), duty.counterparts)


@lru_cache(maxsize=16384)
def _keys(action: str, names: tuple[str, ...], counterparts: tuple[str, ...]) -> tuple[ActKey, ...]:
    for name in sorted(names, key=len, reverse=True):
        action = action.replace(name, "某")
    party = _party(counterparts)
    found = (ActKey(act, party if party in load_acts()[act].parties else "") for act in find_acts(action))
    return tuple(found) or (ActKey(OTHER),)


def _party(counterparts: Sequence[str]) -> str:
    """The kind that all ``counterparts`` are of; "" where they are of none, or not of the same."""
    kinds = {_party_of(fold_text(name)) for name in counterparts}
    return kinds.pop() if len(kinds) == 1 else ""


def _party_of(name: str) -> str:
    entries: list[dict[str, Any]] = _data()["parties"]
    return next((entry["id"] for entry in entries if any(word in name for word in entry["words"])), "")


def is_exception(duty: Duty) -> bool:
    """Whether ``duty`` is the rule for a special case (情况紧急的) beside a general one."""
    told = (duty.condition or "", *(deadline.note or "" for deadline in duty.deadlines))
    return any(map(_tells_exception, told))


@lru_cache(maxsize=16384)
def _tells_exception(text: str) -> bool:
    return any(entry.regex.match(fold_text(text)) for entry in pattern_entries("exceptions"))


def is_extension(text: str) -> bool:
    """Whether the words of a deadline make another one longer (延长期限不得超过十日)."""
    return any(entry.regex.match(fold_text(text)) for entry in pattern_entries("extensions"))
