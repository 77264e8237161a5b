"""Bodies, posts and roles in running text, found by how their names are built; one canonical name for each body.

A name is levels and places, quantifiers, stems and a head (各 + 镇 + 人民政府); the forms are patterns over the class
letters of ``graph.lexicon``. A generic head after 的 takes its description along: 接受移送的部门, 有管辖权的一方.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal, TypeAlias

from corpus import Deadline, Span, fold, fold_text
from graph.deadlines import find_folded_deadlines
from graph.lexicon import Pattern, Token, Word, build_patterns, find_words, load_data, load_words

DepartmentKind: TypeAlias = Literal["body", "role", "post", "reference"]

_BRACKETED = Word("", "t", frozenset({"territory"}), False)
_LONGEST_DESCRIPTION = 24
_LONGEST_UNKNOWN = 6
_LEAST_PERSON = 2
_UNLISTED = Word("", "u", frozenset(), False)
_AGENTS = ("人", "者")
_PASSIVES = ("被", "受")
_PASSIVE = Word("", "e", frozenset(), False)
_PIECE_ENDS = ",;()"
_MOST_PARTS = 6
_LONGEST_SUBJECT = 8
_VERB_LENGTH = 2
_DISPOSAL = ("将", "把")
_BEFORE_PERSON = ("由", "向", "给", "对")
_TIME = Word("", "a", frozenset({"deadline"}), False)
_OF_A_LEVEL = "级直属域"  # 区级, 区直, 区属: the level is part of the word


@dataclass(frozen=True, slots=True)
class DepartmentMention:
    """A body (区司法局), role (有管辖权的部门), post (组长) or reference (该部门) in a text.

    ``name`` without white space.
    """

    name: str
    span: Span
    kind: DepartmentKind


@dataclass(frozen=True, slots=True)
class LexedText:
    """A folded text with its tokens, and the mentions and the deadlines in it."""

    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[DepartmentMention, ...]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class _Forms:
    forms: tuple[Pattern, ...]
    generic_ends: tuple[str, ...]
    reference_quantifiers: tuple[str, ...]
    stray_edges: tuple[str, ...]
    sending: frozenset[str]
    persons: Mapping[str, str]
    subject_ends: tuple[str, ...]
    directing: frozenset[str]


@cache
def load_forms() -> _Forms:
    """The forms of names in ``data/departments.json``; raises LexiconError for an entry that is not whole."""
    data = load_data("departments")
    return _Forms(
        build_patterns("departments", data["forms"], data["pieces"]),
        tuple(data["generic_ends"]),
        tuple(data["reference_quantifiers"]),
        tuple(data["stray_edges"]),
        frozenset(data["sending"]),
        data["persons"],
        tuple(data["subject_ends"]),
        frozenset(data["directing"]),
    )


def find_departments(text: str) -> tuple[DepartmentMention, ...]:
    """The bodies, posts and roles in ``text`` in reading order; spans count in ``text``.

    >>> [(m.name, m.kind) for m in find_departments("应当移送给有管辖权的部门，由区司法局、各镇办处理")]
    [('有管辖权的部门', 'role'), ('区司法局', 'body'), ('各镇办', 'body')]
    """
    folded = fold(text)
    mentions = lex_text(folded.text).mentions
    return tuple(replace(mention, span=folded.span(*mention.span)) for mention in mentions)


@lru_cache(maxsize=256)
def lex_text(text: str) -> LexedText:
    """The folded ``text`` with tokens, mentions and deadlines; spans count in it. No word runs into a deadline.

    Remembered, since duties, powers and posts are read from the same paragraphs one after the other.
    """
    deadlines = find_folded_deadlines(text)
    tokens = tuple(_split_matter(_find_words_between(text, deadlines), text))
    tokens = _name_persons(_join_brackets(tokens, text), text)
    letters = "".join(token.word.letter for token in tokens)
    found: list[tuple[int, int, DepartmentKind]] = []
    taken = bytearray(len(tokens))
    for form in load_forms().forms:
        for match in form.regex.finditer(letters):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append((start, end, form.fields["kind"]))
    found.sort()
    mentions = [_build_mention(text, tokens, *item) for item in found]
    return LexedText(text, tokens, tuple(mention for mention in mentions if mention is not None), deadlines)


def _find_words_between(text: str, deadlines: Sequence[Deadline]) -> tuple[Token, ...]:
    """The tokens of ``text`` cut at both ends of each hard deadline: 会前一日｜报送, 河长｜每周｜巡河."""
    out: list[Token] = []
    at = 0
    for deadline in deadlines:
        start, end = deadline.span
        if deadline.kind != "vague" and start >= at:
            out.extend(find_words(text[at:start], at))
            inside = find_words(text[start:end], start)
            out.extend(replace(token, word=_TIME) if token.word.letter == "u" else token for token in inside)
            at = end
    out.extend(find_words(text[at:], at))
    return tuple(out)


def _split_matter(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Tokens with a noun after 将 or 把 cut into the thing and what is done with it: 将案件移送 is 案件 and 移送."""
    words = load_words().by_text
    before = ""
    for token in tokens:
        middle = token.end - _VERB_LENGTH
        verb = words.get(text[middle : token.end]) if token.word.letter == "n" and before in _DISPOSAL else None
        if verb is not None and verb.is_verb and middle - token.start >= _VERB_LENGTH:
            yield from find_words(text[token.start : middle], token.start)
            yield Token(middle, token.end, verb)
        else:
            yield token
        before = text[token.start : token.end]


def _join_agents(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Tokens with a verb and the 人 or 者 after it as one unknown run (设置人), 被 and its verb as one (被商请单位)."""
    at = 0
    while at < len(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        if tokens[at].word.is_verb and following and text[following.start : following.end] in _AGENTS:
            yield Token(tokens[at].start, following.end, _UNLISTED)
            at += 2
        elif _is_passive(tokens[at : at + 3], text):
            yield Token(tokens[at].start, tokens[at + 1].end, _PASSIVE)
            at += 2
        else:
            yield tokens[at]
            at += 1


def _is_passive(tokens: Sequence[Token], text: str) -> bool:
    """Whether 被 or 受, a verb and a generic head make up a name: 被商请｜单位, 受移送｜部门."""
    said = len(tokens) == 3 and text[tokens[0].start : tokens[0].end] in _PASSIVES
    return said and tokens[1].word.is_verb and tokens[2].word.letter == "g"


def _join_subjects(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Tokens with the few words between the start of a piece and its modal verb or time limit as one role.

    Only where they end as one: 监管员应当, 生产主体应当, 批发市场开办者应当, 接收方应当.
    """
    ends = load_forms().subject_ends
    at = 0
    while at < len(tokens):
        opens = at == 0 or tokens[at - 1].word.letter in _PIECE_ENDS
        modal = next((i for i in range(at, min(at + _MOST_PARTS, len(tokens))) if _says_of_subject(tokens[i])), at)
        words = text[tokens[at].start : tokens[modal - 1].end] if opens and modal > at else ""
        if words.endswith(ends) and len(words) <= _LONGEST_SUBJECT and _are_parts(tokens[at:modal]):
            yield Token(tokens[at].start, tokens[modal - 1].end, Word(words, "x", frozenset({"role"}), False))
            at = modal
        else:
            yield tokens[at]
            at += 1


def _says_of_subject(token: Token) -> bool:
    """Whether a modal verb or a time limit begins: what stands before it is whom the sentence speaks of."""
    return token.word.letter == "m" or "deadline" in token.word.groups


def _are_parts(tokens: Sequence[Token]) -> bool:
    """Whether ``tokens`` can make up one name: nothing already known to be a body or a person, no punctuation."""
    return all(token.word.letter in "usbenvj" for token in tokens)


def _name_persons(tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """Tokens with an unknown run that by its end is a person's post (河长, 巡河员, 持有人) as one.

    Only where it opens a name and something is said of the person: a modal verb, an adverb or a time limit follows.
    """
    persons = load_forms().persons
    tokens = tuple(_join_agents(tuple(_join_subjects(tokens, text)), text))
    out = list(tokens)
    for at, token in enumerate(tokens):
        if token.word.letter != "u" or not _LEAST_PERSON <= token.end - token.start <= _LONGEST_UNKNOWN:
            continue
        opens = at == 0 or tokens[at - 1].word.letter in ",;()ltqsdc" or tokens[at - 1].word.text in _BEFORE_PERSON
        said = at + 1 < len(tokens) and (tokens[at + 1].word.letter in "ma" or tokens[at + 1].word.text == "未经")
        letter = persons.get(text[token.end - 1])
        if opens and said and letter:
            out[at] = replace(token, word=Word(text[token.start : token.end], letter, frozenset({"post"}), False))
    return tuple(out)


def _join_brackets(tokens: tuple[Token, ...], text: str) -> tuple[Token, ...]:
    """Tokens with 镇（街道） and 县（市、区） as one."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        end = _bracket_end(tokens, at + 1) if tokens[at].word.letter in "lt" else 0
        if end:
            out.append(Token(tokens[at].start, tokens[end].end, _BRACKETED))
            at = end + 1
        else:
            out.append(tokens[at])
            at += 1
    return tuple(out)


def _bracket_end(tokens: Sequence[Token], at: int) -> int:
    """The index of the bracket that closes a list of levels begun at ``at``; 0 where there is none."""
    if at >= len(tokens) or tokens[at].word.letter != "(":
        return 0
    for index in range(at + 1, min(at + 10, len(tokens))):
        letter = tokens[index].word.letter
        if letter == ")":
            return index if index > at + 1 else 0
        if letter not in "ltchj" and tokens[index].word.text not in ("办事处", "处"):
            return 0
    return 0


def _build_mention(
    text: str, tokens: Sequence[Token], first: int, last: int, kind: DepartmentKind
) -> DepartmentMention | None:
    forms = load_forms()
    first = _skip_directing(tokens, _skip_unknown(tokens, first, last), last)
    if first >= last:
        return None
    start, end = tokens[first].start, tokens[last - 1].end
    if tokens[first].word.letter == "u":
        edge = next((edge for edge in forms.stray_edges if text.startswith(edge, start)), "")
        start += len(edge)
    generic = text[start:end].endswith(forms.generic_ends)
    territory = tokens[last - 1].word.letter == "t" and last < len(tokens) and tokens[last].word.letter == "m"
    if first > 0 and tokens[first - 1].word.letter == "d" and (generic or territory or kind == "post"):
        described = _description_start(tokens, first - 1)
        if described < start:
            return DepartmentMention(text[described:end], (described, end), "role")
    name = text[start:end]
    if kind == "body" and (tokens[first].word.text in forms.reference_quantifiers):
        kind = "reference"
    elif kind == "body" and generic and tokens[first].word.letter not in "lt":
        kind = "role"
    return DepartmentMention(name, (start, end), kind)


def _skip_unknown(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the name begins: an unknown run at its edge that is too long to be a place or a field is not part of it."""
    token = tokens[first]
    if token.word.letter == "u" and token.end - token.start > _LONGEST_UNKNOWN:
        return first + 1 if last - first > 2 else last
    return first


def _skip_directing(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where the name begins after a verb of directing: 监督｜经营企业, 组织｜网格员; not 监督部门, 组织单位."""
    if first + 1 < last and tokens[first].word.text in load_forms().directing:
        letter = tokens[first + 1].word.letter
        if letter in "sltqux" or (letter == "o" and tokens[first].word.text == "组织"):
            return first + 1
    return first


def _description_start(tokens: Sequence[Token], particle: int) -> int:
    """Where the description before 的 at ``particle`` begins: 接受移送 in 接受移送的部门.

    Its own place where it is none.
    """
    sending = load_forms().sending
    own = tokens[particle].end
    at = particle - 1
    if at < 0 or tokens[at].word.letter in "hgoj,;)":
        return own
    start = own
    while at >= 0 and own - tokens[at].start <= _LONGEST_DESCRIPTION:
        token = tokens[at]
        letter = token.word.letter
        if letter in "pmk,;([)]" or (
            letter == "c" and token.word.text != "、" and start != own and _is_name_end(tokens, at)
        ):
            return start
        if letter == "c" and _is_name_end(tokens, at):
            return start
        if token.word.text in sending and at + 1 != particle and tokens[at + 1].word.letter != "c":
            return start
        if letter in "hgo" and at + 1 < particle and start != own:
            return start if letter in "ho" else own
        if not (letter == "a" and at < particle - 1 and token.word.text in ("及时", "立即", "依法")):
            start = token.start
        at -= 1
    return start if at < 0 else own


def _is_name_end(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].word.letter in "hgojtx"


@cache
def _synonyms() -> tuple[tuple[str, str], ...]:
    """Spelling → canonical stem, longest spelling first."""
    pairs = [
        (spelling, entry["canonical"])
        for entry in load_data("departments")["synonyms"]
        for spelling in entry["spellings"]
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def canonical_department(name: str, jurisdiction: str | None = None, aliases: Sequence[str] = ()) -> str:
    """One name for the spellings of a body within one jurisdiction: its own place left out, short forms written out.

    >>> {canonical_department(name, "山亭区") for name in ("区综合行政执法局", "山亭区综合执法局", "综合行政执法局")}
    {'综合行政执法局'}
    """
    text = fold_text(name)
    for place in sorted(filter(None, (jurisdiction, *aliases)), key=len, reverse=True):
        if text.startswith(place) and len(text) > len(place) + 1:
            text = text[len(place) :]
            break
    text = _without_level(text, jurisdiction)
    return _spelled_out(text)


def _without_level(text: str, jurisdiction: str | None) -> str:
    """``text`` without the level that stands for the jurisdiction itself: 区司法局 in a 区."""
    prefixes: list[str] = sorted(load_level_prefixes(), key=len, reverse=True)
    own = fold_text(jurisdiction or "")
    for prefix in prefixes:
        rest = text[len(prefix) :]
        if (
            text.startswith(prefix)
            and len(rest) > 1
            and rest[0] not in _OF_A_LEVEL
            and (own.endswith(prefix) or (not own and prefix == "区"))
        ):
            return rest
    return text


@cache
def load_level_prefixes() -> tuple[str, ...]:
    """The levels that may stand before a body's name."""
    return tuple(load_data("departments")["level_prefixes"])


def _spelled_out(text: str) -> str:
    out, at = "", 0
    pairs = _synonyms()
    while at < len(text):
        pair = next((pair for pair in pairs if text.startswith(pair[0], at)), None)
        out += pair[1] if pair else text[at]
        at += len(pair[0]) if pair else 1
    return out
