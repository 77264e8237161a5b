"""Paragraphs cut into sentences, segments (；) and pieces (，), each with its words, mentions and deadlines.

Brackets and quotation marks are opaque, except a bracket that holds whole sentences. A piece is cut once more where a
condition runs straight into its act: 协调不成的｜报区人民政府解决.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus import Deadline
from graph.departments import DepartmentMention, LexedText, lex_text
from graph.lexicon import Token

_PAIRS = {")": "(", "]": "["}
_ACT_AFTER_CONDITION = frozenset(
    (
        "由",
        "报",
        "报请",
        "提请",
        "予以",
        "一律",
        "依法",
        "应由",
        "移送",
        "移交",
        "向",
        "按照",
        "按",
        "可由",
        "依照",
        "给予",
        "责令",
        "经",
    )
)
_PROMPT_ADVERBS = frozenset(("及时", "立即", "即时", "应", "应当", "要", "须", "尽快", "第一时间"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence between commas.

    Spans count in the folded paragraph. ``after`` is the mark that follows it.
    """

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    mentions: tuple[DepartmentMention, ...]
    deadlines: tuple[Deadline, ...]
    after: str

    def mention_at(self, start: int) -> DepartmentMention | None:
        """The mention that begins at ``start``, if one does."""
        return next((mention for mention in self.mentions if mention.span[0] == start), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The segments of a sentence; a segment is what stands between semicolons."""

    start: int
    end: int
    text: str
    segments: tuple[tuple[Piece, ...], ...]


def find_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a folded paragraph, in order; no character but the marks between them is left out."""
    lexed = lex_text(text)
    sentences: list[Sentence] = []
    segments: list[tuple[Piece, ...]] = []
    first = 0
    for end, tokens in _split(lexed.tokens, ";"):
        pieces = tuple(_pieces(tokens, lexed))
        if pieces:
            segments.append(pieces)
        if segments and (end >= len(text) or text[end] != "；"):
            sentences.append(Sentence(first, end, text[first:end], tuple(segments)))
            segments = []
            first = end + 1
        elif not segments:
            first = end + 1
    if segments:
        sentences.append(Sentence(first, len(text), text[first:], tuple(segments)))
    return tuple(sentences)


def _split(tokens: Sequence[Token], letter: str) -> Iterator[tuple[int, tuple[Token, ...]]]:
    """Runs of tokens between tokens of class ``letter`` outside brackets, with the offset at which each run ends."""
    hidden = _hidden(tokens)
    run: list[Token] = []
    for index, token in enumerate(tokens):
        if token.word.letter == letter and not hidden[index]:
            yield token.start, tuple(run)
            run = []
        else:
            run.append(token)
    if run:
        yield run[-1].end, tuple(run)


def _hidden(tokens: Sequence[Token]) -> bytearray:
    """1 for each token inside a matched bracket or quotation mark; a bracket that opens a sentence hides nothing."""
    hidden = bytearray(len(tokens))
    stack: list[int] = []
    for index, token in enumerate(tokens):
        letter = token.word.letter
        if letter in "([":
            stack.append(index)
        elif letter in _PAIRS and stack and tokens[stack[-1]].word.letter == _PAIRS[letter]:
            opened = stack.pop()
            whole = letter == ")" and (opened == 0 or tokens[opened - 1].word.letter == ";")
            if not stack and not whole:
                hidden[opened : index + 1] = b"\1" * (index + 1 - opened)
        elif letter in _PAIRS:
            stack.clear()
    return hidden


def _pieces(tokens: Sequence[Token], lexed: LexedText) -> Iterator[Piece]:
    for end, run in _split(tokens, ","):
        parts = [piece for part in _split_condition(run, lexed.text) for piece in _split_bodies(part, lexed)]
        for number, part in enumerate(parts):
            if part:
                last = number == len(parts) - 1
                mark = lexed.text[end] if last and end < len(lexed.text) else ""
                yield _build_piece(part, lexed, mark)


def _split_condition(run: tuple[Token, ...], text: str) -> list[tuple[Token, ...]]:
    """``run`` cut after a condition that runs into its act, else whole: 协调不成的｜报…, 接到线索后｜两小时内派单…."""
    hidden = _hidden(run)
    for index in range(1, len(run) - 2):
        if not hidden[index] and (
            _ends_condition(run, index) or _ends_moment(run, index) or _ends_event(run, index, text)
        ):
            return [run[: index + 1], run[index + 1 :]]
    return [run]


def _split_bodies(run: tuple[Token, ...], lexed: LexedText) -> Iterator[tuple[Token, ...]]:
    """``run`` cut between two bodies that do different things: 由县市场监管局牵头｜、县农业农村局配合."""
    first = 0
    for index in range(2, len(run) - 2):
        if lexed.text[run[index].start : run[index].end] == "、" and run[index - 1].word.is_verb:
            at = bisect_left(lexed.mentions, run[index + 1].start, key=_start)
            mention = lexed.mentions[at] if at < len(lexed.mentions) else None
            acts = mention and next((t.word.is_verb for t in run[index:] if t.start == mention.span[1]), False)
            if mention and mention.span[0] == run[index + 1].start and mention.kind == "body" and acts:
                yield run[first:index]
                first = index + 1
    yield run[first:]


def _ends_condition(run: tuple[Token, ...], index: int) -> bool:
    following = run[index + 1].word
    acts = following.letter == "m" or following.text in _ACT_AFTER_CONDITION
    return index > 1 and run[index].word.letter == "d" and acts


def _ends_moment(run: tuple[Token, ...], index: int) -> bool:
    """时 or 后 after a verb and before an adverb that opens the act."""
    said = run[index].end - run[index].start == 1 and run[index].word.letter == "u"
    return said and run[index - 1].word.is_verb and run[index + 1].word.text in _PROMPT_ADVERBS


def _ends_event(run: tuple[Token, ...], index: int, text: str) -> bool:
    """后 after a verb of finding or receiving, before a time limit and its verb."""
    if text[run[index].end - 1] != "后" or "deadline" not in run[index + 1].word.groups:
        return False
    event = any("event" in token.word.groups for token in run[:index])
    return event and any(token.word.is_verb for token in run[index + 2 : index + 5])


def _build_piece(run: tuple[Token, ...], lexed: LexedText, mark: str) -> Piece:
    start, end = run[0].start, run[-1].end
    first, last = bisect_left(lexed.mentions, start, key=_start), bisect_left(lexed.mentions, end, key=_start)
    timed = slice(bisect_left(lexed.deadlines, start, key=_start), bisect_left(lexed.deadlines, end, key=_start))
    return Piece(
        start,
        end,
        lexed.text[start:end],
        run,
        tuple(mention for mention in lexed.mentions[first:last] if mention.span[1] <= end),
        tuple(lexed.deadlines[timed]),
        mark,
    )


def _start(found: DepartmentMention | Deadline) -> int:
    return found.span[0]
