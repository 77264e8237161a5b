"""What one piece of a sentence is.

A condition, an act with its subject and modal verb, its result, or something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from corpus import Modality
from graph.departments import DepartmentMention
from graph.lexicon import Pattern, Token, build_patterns, load_data
from graph.segments import Piece

ReadingKind: TypeAlias = Literal["condition", "adverbial", "purpose", "act", "result", "other"]
SubjectForm: TypeAlias = Literal["first", "by", "before_modal"]

_SKIPPED = "ka"
_LONGEST_PIECE = 400  # words; a longer one is no sentence of any language
_SINGLE = ("request", "effect", "approve", "noun_items", "lead_in")
_DIRECTED = frozenset(("向", "将", "把", "给"))
_AFTER_VERB = frozenset(("出", "到", "过", "了", "得"))
_OPENS_LIMIT = frozenset(("", "于", "在", "按", "自", "应", "要"))
_LONGEST_LEAD = 16
_ABOUT = frozenset(("对", "对于", "针对"))
_TIMES = ("次", "遍", "轮", "回")
_OPENS_MATTER = ("对", "为", "向", "将", "就")
_CARRYING_VERBS = frozenset(("进行", "予以", "给予", "加以", "实行", "作出", "做出"))


@dataclass(frozen=True, slots=True)
class Reading:
    """How a piece is read. ``act_start`` is where the act begins.

    ``connective`` the word that opens the piece, if one does.
    """

    kind: ReadingKind
    piece: Piece
    subject: tuple[DepartmentMention, ...] = ()
    form: SubjectForm | None = None
    modality: Modality | None = None
    act_start: int = 0
    connective: str = ""
    passive: bool = False
    asked: tuple[DepartmentMention, ...] = ()
    asked_for: str = ""


@dataclass(frozen=True, slots=True)
class DutyWords:
    """The words and patterns of ``data/duties.json``."""

    skip_sentence: tuple[Pattern, ...]
    skip: tuple[Pattern, ...]
    power: tuple[Pattern, ...]
    single: tuple[Pattern, ...]
    request: re.Pattern[str]
    effect: re.Pattern[str]
    approve: re.Pattern[str]
    noun_items: re.Pattern[str]
    lead_in: re.Pattern[str]
    condition_tails: tuple[str, ...]
    not_condition_tails: tuple[str, ...]
    noun_tails: tuple[str, ...]
    purpose_starts: frozenset[str]
    trigger_starts: frozenset[str]
    adverbial_starts: frozenset[str]
    adverbial_ends: tuple[str, ...]
    direct_starts: frozenset[str]
    light_verbs: frozenset[str]
    by_words: frozenset[str]
    addressee_before: frozenset[str]
    addressee_verbs: frozenset[str]
    hand_to: frozenset[str]
    approved_by: frozenset[str]
    fresh_verbs: frozenset[str]
    party_asked: frozenset[str]
    ensure: frozenset[str]
    sends: frozenset[str]
    programmes: frozenset[str]
    joining: tuple[str, ...]
    received: frozenset[str]
    to_anyone: frozenset[str]
    confidence: dict[str, float]


@cache
def load_duty_words() -> DutyWords:
    """The words of ``data/duties.json``; raises LexiconError for an entry that is not whole."""
    data = load_data("duties")

    def words(key: str) -> frozenset[str]:
        return frozenset(data[key])

    single = build_patterns("duties", [data[key] for key in _SINGLE], {})
    request, effect, approve, noun_items, lead_in = (pattern.regex for pattern in single)
    return DutyWords(
        build_patterns("duties", data["skip_sentence"], {}),
        build_patterns("duties", data["skip"], {}),
        build_patterns("duties", data["power"], {}),
        single,
        request,
        effect,
        approve,
        noun_items,
        lead_in,
        tuple(data["condition_tails"]),
        tuple(data["not_condition_tails"]),
        tuple(data["noun_tails"]),
        words("purpose_starts"),
        words("trigger_starts"),
        words("adverbial_starts"),
        tuple(data["adverbial_ends"]),
        words("direct_starts"),
        words("light_verbs"),
        words("by_words"),
        words("addressee_before"),
        words("addressee_verbs"),
        words("hand_to"),
        words("approved_by"),
        words("fresh_verbs"),
        words("party_asked"),
        words("ensure"),
        words("sends"),
        words("programmes"),
        tuple(data["joining"]),
        words("received"),
        words("to_anyone"),
        _confidence(data["rules"]),
    )


def _confidence(rules: dict[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in rules.items()}


def read_piece(piece: Piece) -> Reading:
    """What ``piece`` is, and if it is an act: whose, with which modality, beginning where."""
    words = load_duty_words()
    first = _first_word(piece)
    if first >= len(piece.tokens) or len(piece.tokens) > _LONGEST_PIECE:
        return Reading("other", piece)
    connective = piece.text[: piece.tokens[first].start - piece.start]
    subject, after = _subject_at(piece, first)
    if any(skip.regex.search(piece.text) for skip in words.skip):
        return Reading("adverbial" if subject else "other", piece, subject, connective=connective)
    if piece.tokens[-1].word.letter == "d":
        asked, verb = _party_asked(piece, words)
        form: SubjectForm | None = "first" if subject else None
        return Reading("condition", piece, subject, form, connective=connective, asked=asked, asked_for=verb)
    return (
        _read_framed_modal(piece, first, subject, connective, words)
        or _read_by(piece, first, connective, words)
        or _read_modal(piece, first, subject, after, connective)
        or _read_condition(piece, first, subject, after, connective, words)
        or _read_bare(piece, first, subject, after, connective, words)
    )


def _party_asked(piece: Piece, words: DutyWords) -> tuple[tuple[DepartmentMention, ...], str]:
    """The body whose help a condition says is needed, and the verb: 需要相关部门提供有关材料的."""
    for index, token in enumerate(piece.tokens[:-2]):
        if token.word.text in words.party_asked:
            mentions, end = subject_list(piece, piece.tokens[index + 1].start)
            verb = next((t for t in piece.tokens if t.start == end and t.word.is_verb), None)
            if mentions and verb is not None:
                return mentions, verb.word.text
    return (), ""


def _read_framed_modal(
    piece: Piece, first: int, subject: tuple[DepartmentMention, ...], connective: str, words: DutyWords
) -> Reading | None:
    """A condition or manner that holds a modal verb in a description.

    除可以当场作出的行政处罚外, 按照法定职责必须为的要求.
    """
    opening = piece.tokens[first].word.text
    if subject or piece.deadlines or not any(token.word.letter == "m" for token in piece.tokens):
        return None
    if opening in words.trigger_starts and (_has_tail(piece, words) or piece.text.endswith(words.noun_tails)):
        return Reading("condition", piece, connective=connective)
    described = any(token.word.letter == "d" for token in piece.tokens[-4:])
    if opening in words.adverbial_starts and described and piece.text.endswith(words.adverbial_ends):
        return Reading("adverbial", piece, connective=connective)
    return None


def _has_tail(piece: Piece, words: DutyWords) -> bool:
    return piece.text.endswith(words.condition_tails) and not piece.text.endswith(words.not_condition_tails)


def _first_word(piece: Piece) -> int:
    """The index of the first token after brackets, connectives and adverbs that belong to no name."""
    at = 0
    while at < len(piece.tokens):
        token = piece.tokens[at]
        known = token.word.letter
        if known not in "k(" and not (known == "c" and token.word.text in ("或", "或者", "及")):
            return at
        at += 1
    return at


def subject_list(piece: Piece, start: int) -> tuple[tuple[DepartmentMention, ...], int]:
    """The mentions joined by 、和与 from ``start`` on, and the offset after the last; empty where none begins there."""
    found: list[DepartmentMention] = []
    ends = {token.start: token for token in piece.tokens}
    at = start
    while True:
        mention = piece.mention_at(at)
        if mention is None:
            break
        found.append(mention)
        at = mention.span[1]
        joiner = ends.get(at)
        if joiner is None or joiner.word.letter not in "cy":
            break
        step = joiner.end
        if joiner.word.letter == "y" and ends.get(step) is not None and piece.mention_at(step) is None:
            break
        if piece.mention_at(step) is None:
            break
        at = step
    return tuple(found), found[-1].span[1] if found else start


def _subject_at(piece: Piece, first: int) -> tuple[tuple[DepartmentMention, ...], int]:
    """The subject that the piece begins with and the index of the token after it.

    None where it only describes what follows.
    """
    mentions, end = subject_list(piece, piece.tokens[first].start)
    if not mentions:
        return (), first
    after = next((i for i, token in enumerate(piece.tokens) if token.start >= end), len(piece.tokens))
    after = _skip_bracket(piece, after)
    following = piece.tokens[after].word if after < len(piece.tokens) else None
    if following is not None and following.letter in "dnsc" and not following.is_verb:
        return (), first
    return mentions, after


def _skip_bracket(piece: Piece, index: int) -> int:
    """The index after a bracket that opens at ``index`` (以下简称“县城管局”); ``index`` itself where none does."""
    if index < len(piece.tokens) and piece.tokens[index].word.letter == "(":
        return next((i + 1 for i in range(index, len(piece.tokens)) if piece.tokens[i].word.letter == ")"), index)
    return index


def _read_by(piece: Piece, first: int, connective: str, words: DutyWords) -> Reading | None:
    """由 and a body: the body acts, wherever in the piece it stands."""
    for index in range(first, len(piece.tokens) - 1):
        token = piece.tokens[index]
        if token.word.text not in words.by_words:
            continue
        next_word = next((i for i in range(index + 1, len(piece.tokens)) if not _is_before_verb(piece, i)), index + 1)
        mentions, end = subject_list(piece, piece.tokens[next_word].start)
        following = next((t.word.letter for t in piece.tokens if t.start == end), "d")
        if mentions and end < piece.end and following not in "dn":
            return _by_reading(piece, first, index, mentions, connective, words)
    return None


def _by_reading(
    piece: Piece, first: int, by: int, mentions: tuple[DepartmentMention, ...], connective: str, words: DutyWords
) -> Reading | None:
    """The act of the body after 由.

    Where 由 only describes (由相关部门处理的案件) its matter, where it ends in 时 its condition.
    """
    end = mentions[-1].span[1]
    verbs = [i for i, t in enumerate(piece.tokens) if t.start >= end and t.word.is_verb]
    told = any(t.start == end and t.word.letter == "p" for t in piece.tokens)
    if verbs and all(_is_followed_by_de(piece, verb) for verb in (verbs if told else verbs[:1])):
        opens = by == first or piece.tokens[first].word.letter == "m"
        return Reading("adverbial", piece, mentions, "by", connective=connective) if opens else None
    if _has_tail(piece, words) and not piece.deadlines:
        return Reading("condition", piece, connective=connective)
    return Reading("act", piece, mentions, "by", _modality(piece, end), end, connective)


def _modality(piece: Piece, start: int) -> Modality | None:
    return next((t.word.modality for t in piece.tokens if t.start >= start and t.word.letter == "m"), None)


def _read_modal(
    piece: Piece, first: int, subject: tuple[DepartmentMention, ...], after: int, connective: str
) -> Reading | None:
    """A modal verb that governs the piece: after its subject, or at its head.

    Not one inside a description before 的.
    """
    start = after if subject else first
    about = piece.tokens[first].word.text in _ABOUT
    for index in range(start, len(piece.tokens)):
        token = piece.tokens[index]
        if token.word.letter == "m" and about and any(later.word.letter == "d" for later in piece.tokens[index:]):
            return None
        if token.word.letter == "m" and not _in_deadline(piece, index):
            modality = _strongest(piece, index)
            if subject:
                return Reading("act", piece, subject, "first", modality, token.end, connective)
            bound, act = _bound_by(piece, index)
            owners = bound or _owners_before(piece, index)
            start = act if bound else token.end
            return Reading("act", piece, owners, "before_modal" if owners else None, modality, start, connective)
        opens = index == start and not subject and token.word.is_verb
        if opens and not _is_followed_by_de(piece, index) and not _names_matter(piece, index):
            return None
    return None


def _names_matter(piece: Piece, index: int) -> bool:
    """Whether the verb at ``index`` only begins the name of what a modal verb speaks of: 办理期限｜可以延长."""
    after = piece.tokens[index + 1 : index + 3]
    return len(after) == 2 and after[0].word.letter == "n" and after[1].word.modality == "permission"


def _bound_by(piece: Piece, index: int) -> tuple[tuple[DepartmentMention, ...], int]:
    """Whom a prohibition at ``index`` binds, named after it, and where the act begins: 禁止｜任何单位和个人｜涂改….

    None where what follows is the thing prohibited.
    """
    if piece.tokens[index].word.text not in load_duty_words().to_anyone or index + 1 >= len(piece.tokens):
        return (), 0
    mentions, end = subject_list(piece, piece.tokens[index + 1].start)
    following = next((token.word for token in piece.tokens if token.start == end), None)
    said = following is not None and (following.is_verb or following.letter in "uap")
    return (mentions, end) if mentions and said else ((), 0)


def _strongest(piece: Piece, index: int) -> Modality | None:
    """The modality of the modal verb at ``index``, or of a prohibition right after it (将不得)."""
    following = piece.tokens[index + 1].word if index + 1 < len(piece.tokens) else None
    return following.modality if following and following.letter == "m" else piece.tokens[index].word.modality


def _owners_before(piece: Piece, index: int) -> tuple[DepartmentMention, ...]:
    """The mentions that end right before the modal verb at ``index``, adverbs between them left out."""
    while index > 0 and piece.tokens[index - 1].word.letter in _SKIPPED:
        index -= 1
    end = piece.tokens[index].start
    last = next((mention for mention in piece.mentions if mention.span[1] == end), None)
    if last is None or last.kind == "reference":
        return ()
    for mention in piece.mentions:
        mentions, stop = subject_list(piece, mention.span[0])
        if stop == end and mentions:
            return mentions
    return ()


def _is_followed_by_de(piece: Piece, index: int) -> bool:
    """Whether the verb at ``index`` only describes: 制作的, 收集、制作的."""
    at = index + 1
    while at < min(len(piece.tokens), index + 8) and _is_within_description(piece, piece.tokens[at]):
        at += 1
    return at < len(piece.tokens) and piece.tokens[at].word.letter == "d"


def _is_within_description(piece: Piece, token: Token) -> bool:
    said = piece.text[token.start - piece.start : token.end - piece.start]
    return token.word.letter in "cy" or token.word.is_verb or said in _AFTER_VERB


def _read_condition(
    piece: Piece, first: int, subject: tuple[DepartmentMention, ...], after: int, connective: str, words: DutyWords
) -> Reading | None:
    token = piece.tokens[first]
    if token.word.text in words.purpose_starts and not _serves(piece, first):
        return Reading("purpose", piece, connective=connective)
    form: SubjectForm | None = "first" if subject else None
    has_tail = _has_tail(piece, words) and not piece.deadlines
    governing = piece.tokens[min(after, len(piece.tokens) - 1)] if subject else token
    if "event" in governing.word.groups or (subject and has_tail):
        return Reading("condition", piece, subject, form, connective=connective)
    noun = piece.text.endswith(words.noun_tails)
    acts = _has_light_verb(piece, words) or _says_by_when(piece, first, words)
    if token.word.text in words.trigger_starts and (noun or not acts):
        return Reading("condition", piece, connective=connective)
    if governing.word.text in words.adverbial_starts and _tells_event(piece, words):
        return Reading("condition", piece, subject, form, connective=connective)
    if has_tail:
        return Reading("condition", piece, connective=connective)
    return None


def _tells_event(piece: Piece, words: DutyWords) -> bool:
    """在执法过程中发现…: a verb of finding right after the circumstance."""
    for index, token in enumerate(piece.tokens):
        if "event" in token.word.groups and not piece.deadlines:
            before = piece.text[: _phrase_end(piece, index) - piece.start]
            return before.endswith(words.adverbial_ends) and not _is_followed_by_de(piece, index)
    return False


def _serves(piece: Piece, first: int) -> bool:
    """为 and a body: 为综合行政执法局提供法律服务 is an act, not a purpose."""
    return first + 1 < len(piece.tokens) and piece.mention_at(piece.tokens[first + 1].start) is not None


def _has_light_verb(piece: Piece, words: DutyWords) -> bool:
    """Whether a verb of action ends the piece after the thing named by 对: 对…事项进行审核.

    Not one inside a description.
    """
    last_de = max((i for i, token in enumerate(piece.tokens) if token.word.letter == "d"), default=-1)
    verbs = [i for i, token in enumerate(piece.tokens) if i > 1 and token.word.text in words.light_verbs]
    return any(i > last_de for i in verbs) or any(piece.tokens[i].word.text in _CARRYING_VERBS for i in verbs)


def _read_bare(
    piece: Piece, first: int, subject: tuple[DepartmentMention, ...], after: int, connective: str, words: DutyWords
) -> Reading:
    """A piece without a modal verb: subject and verb, or a verb at its head."""
    start = after if subject else first
    verb = _main_verb(piece, start, words)
    timed = _says_by_when(piece, start, words)
    if subject and (verb is not None or timed):
        return Reading("act", piece, subject, "first", None, piece.tokens[start].start, connective)
    token = piece.tokens[first]
    if subject and after < len(piece.tokens) and piece.tokens[after].word.text == "为":
        return Reading("other", piece, connective=connective)
    if subject:
        return Reading("adverbial", piece, subject, "first", connective=connective)
    if verb is None and timed:
        return Reading("act", piece, (), None, None, piece.tokens[first].start, connective)
    if verb is None:
        passive = next((t for t in piece.tokens[first + 1 :] if "passive" in t.word.groups), None)
        if passive is not None:
            return Reading("act", piece, (), None, None, passive.start, connective, passive=True)
        kind: ReadingKind = "adverbial" if token.word.text in words.adverbial_starts else "other"
        return Reading(kind, piece, connective=connective)
    ensured = piece.deadlines and piece.tokens[verb].word.text in words.ensure
    if "result" in piece.tokens[verb].word.groups and not ensured:
        return Reading("result", piece, connective=connective, act_start=piece.tokens[first].start)
    return Reading("act", piece, (), None, None, piece.tokens[first].start, connective)


def _says_by_when(piece: Piece, start: int, words: DutyWords) -> bool:
    """Whether the piece from ``start`` on is an act by its time limit, though its verb stands in no list.

    村级河长｜每日巡河; a bare limit (最长不超过二十日) is the act's that the pieces before it speak of.
    """
    if start >= len(piece.tokens) or piece.text.endswith(("的", *words.condition_tails)):
        return False
    for deadline in piece.deadlines:
        limit = deadline.relation in ("not_exceed", "extend_not_exceed")
        hard = deadline.kind in ("recurring", "immediate") or deadline.relation in ("within", "before")
        rest = piece.text[deadline.span[1] - piece.start :]
        lead = piece.text[piece.tokens[start].start - piece.start : deadline.span[0] - piece.start]
        opens = lead in _OPENS_LIMIT or (lead.startswith(_OPENS_MATTER) and not lead.endswith("的"))
        counted = deadline.text.endswith(_TIMES) and not rest
        opens = opens or (len(lead) <= _LONGEST_LEAD and (counted or _acts_at(piece, deadline.span[1])))
        if deadline.span[0] >= piece.tokens[start].start and (
            limit or (hard and opens and (len(rest) > 1 or deadline.text.endswith(_TIMES)))
        ):
            return "的" not in rest
    return False


def _acts_at(piece: Piece, start: int) -> bool:
    """Whether a verb that says what is done stands at ``start``: 普通案件七个工作日内｜函复, 会后48小时内｜通报."""
    for index, token in enumerate(piece.tokens):
        if token.start >= start and not _is_before_verb(piece, index):
            return token.word.is_verb and is_predicate(piece, index)
    return False


def _main_verb(piece: Piece, start: int, words: DutyWords) -> int | None:
    """The index of the verb that governs the piece from ``start`` on; None where there is none."""
    at = start
    while at < len(piece.tokens) and _is_before_verb(piece, at):
        at += 1
    if at >= len(piece.tokens):
        return None
    token = piece.tokens[at]
    if token.word.is_verb:
        return None if _is_followed_by_de(piece, at) or "event" in token.word.groups else at
    if token.word.text == "为" and at + 1 < len(piece.tokens) and piece.tokens[at + 1].word.letter == "o":
        return at
    if token.word.letter != "p" and token.word.text not in words.direct_starts:
        return None
    direct = token.word.text in words.direct_starts
    for index in range(at + 1, len(piece.tokens)):
        word = piece.tokens[index].word
        direct = direct or word.text in _DIRECTED
        if not word.is_verb or _is_followed_by_de(piece, index):
            continue
        if word.letter == "b" and index == len(piece.tokens) - 1 and not direct:
            continue
        end = _phrase_end(piece, index)
        timed = any(deadline.span[1] == end for deadline in piece.deadlines)
        before = piece.text[: end - piece.start]
        if direct or timed or word.text in _CARRYING_VERBS or before.endswith(words.adverbial_ends):
            return index
    return None


def _is_before_verb(piece: Piece, index: int) -> bool:
    word = piece.tokens[index].word
    return word.letter in _SKIPPED or (_in_deadline(piece, index) and not word.is_verb)


def is_complete(reading: Reading) -> bool:
    """Whether the piece has the verb of its act: 应当将…情况, 要按照…办法 wait for the one in the next piece."""
    piece = reading.piece
    act = piece.text[reading.act_start - piece.start :]
    if act.startswith("为") or act == "牵头":
        return act != "牵头"
    start = next((i for i, token in enumerate(piece.tokens) if token.start >= reading.act_start), len(piece.tokens))
    opening = next((t.word for i, t in enumerate(piece.tokens) if i >= start and not _is_before_verb(piece, i)), None)
    if opening is not None and opening.letter == "p" and opening.text not in load_duty_words().direct_starts:
        return _main_verb(piece, start, load_duty_words()) is not None
    if opening is not None and opening.letter == "u":
        return True
    return any(piece.tokens[i].word.is_verb and is_predicate(piece, i) for i in range(start, len(piece.tokens)))


def is_predicate(piece: Piece, index: int) -> bool:
    """Whether the verb at ``index`` says what is done: it neither describes what follows nor tells of an event."""
    return "event" not in piece.tokens[index].word.groups and not _is_followed_by_de(piece, index)


def _phrase_end(piece: Piece, index: int) -> int:
    while index > 0 and piece.tokens[index - 1].word.letter in _SKIPPED and not _in_deadline(piece, index - 1):
        index -= 1
    return piece.tokens[index].start


def _in_deadline(piece: Piece, index: int) -> bool:
    token = piece.tokens[index]
    return any(deadline.span[0] <= token.start < deadline.span[1] for deadline in piece.deadlines)
