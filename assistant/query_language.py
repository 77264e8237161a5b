"""The query language of the search page: words, "phrases", AND OR NOT, brackets and fields, read without ever failing.

What is written wrongly is read as well as can be, and said: each reading comes with its explanation in Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from corpus import load_json
from index import AllOf, AnyOf, Expression, Phrase, Without, Words

TokenKind: TypeAlias = Literal["word", "phrase", "field", "and", "or", "not", "open", "close"]
_TOKEN = re.compile(r'\s*(?:["“”„]([^"“”„]*)(["“”]|$)|([()（）])|([^\s"“”„()（）]+))')
_FIELD = re.compile(r"([^:：]{1,6})[:：](.*)")
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Field:
    """A field that may stand before a colon: its names, and how a search in it is told of."""

    id: str
    names: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class FieldReading:
    """What a field with a value stands for, and the value as it is told; ``known`` false where nothing has it."""

    expression: Expression
    said: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Understood:
    """How a query was read: the expression, the explanation, what was wrong with it, whether it is words only, and the
    words that are looked for.
    """

    expression: Expression
    said: str
    notices: tuple[str, ...] = ()
    is_plain: bool = True
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: TokenKind
    text: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    expression: Expression
    said: str
    joined: bool = False  # several parts, so that it needs brackets inside another


SplitWords: TypeAlias = Callable[[str], Sequence[str]]
ReadField: TypeAlias = Callable[[Field, str], FieldReading]


def load_fields() -> tuple[Field, ...]:
    """The fields of the query language, in the order they are explained."""
    return tuple(Field(entry["id"], tuple(entry["names"]), entry["said"]) for entry in _data()["fields"])


def value_names(field: str) -> dict[str, tuple[str, ...]]:
    """The identifiers of a closed field (modality, deadline) with the words that name them."""
    return {key: tuple(names) for key, names in _data()[field].items()}


def read_query(query: str, split_words: SplitWords, read_field: ReadField) -> Understood:
    """How ``query`` is understood. Never raises: what does not fit is left out and told in ``notices``.

    ``split_words`` gives the words that a run of text asks for, ``read_field`` what a field's value stands for.
    """
    reader = _Reader(_tokens(query), split_words, read_field)
    part = reader.read_all()
    return Understood(
        part.expression, part.said, tuple(reader.notices), reader.is_plain, tuple(dict.fromkeys(reader.words))
    )


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_json("assistant", "search")
    return data


@cache
def _field_names() -> dict[str, Field]:
    return {name: field for field in load_fields() for name in field.names}


@cache
def _operators() -> dict[str, TokenKind]:
    kinds: tuple[TokenKind, ...] = ("and", "or", "not")
    return {word: kind for kind in kinds for word in _data()["operators"][kind]}


def _tokens(query: str) -> list[_Token]:
    out: list[_Token] = []
    for match in _TOKEN.finditer(query):
        phrase, end, bracket, word = match.groups()
        if phrase is not None:
            out.append(_Token("phrase", phrase.strip(), "" if end else "open"))
        elif bracket:
            out.append(_Token("open" if bracket in "(（" else "close"))
        elif word:
            out.extend(_word_tokens(word))
    return out


def _word_tokens(word: str) -> Iterable[_Token]:
    while len(word) > 1 and word[0] in "-－!！":
        yield _Token("not")
        word = word[1:]
    kind = _operators().get(word.upper())
    field = _FIELD.fullmatch(word)
    if kind:
        yield _Token(kind, word)
    elif field:
        yield _Token("field", field[2], field[1])
    else:
        yield _Token("word", word)


class _Reader:
    """Reads tokens from left to right: OR binds least, then AND or a mere space, then NOT."""

    def __init__(self, tokens: Sequence[_Token], split_words: SplitWords, read_field: ReadField) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._denied = False
        self._split_words = split_words
        self._read_field = read_field
        self.notices: list[str] = []
        self.words: list[str] = []
        self.is_plain = True

    def read_all(self) -> _Part:
        """The whole query; everything where there is nothing in it."""
        parts: list[_Part] = []
        while self._at < len(self._tokens):
            part = self._read_any()
            if part:
                parts.append(part)
            if self._take("close"):
                self._note("有一个右括号没有对应的左括号，已忽略。")
        return _join(parts, AllOf, "，并且") or _Part(AllOf(()), "全部内容")

    def _read_any(self) -> _Part | None:
        parts = [self._read_all_of()]
        while self._take("or"):
            parts.append(self._read_all_of())
            if parts[-1] is None or parts[-2] is None:
                self._note("OR 的一边没有检索词，已忽略这个 OR。")
        return _join([part for part in parts if part], AnyOf, "，或者")

    def _read_all_of(self) -> _Part | None:
        parts: list[_Part] = []
        while self._kind() not in (None, "or", "close"):
            if self._take("and"):
                if not parts or self._kind() in (None, "or", "and", "close"):
                    self._note("AND 的一边没有检索词，已忽略这个 AND。")
                continue
            part = self._read_one()
            if part:
                parts.append(part)
        return _join(parts, AllOf, "，并且")

    def _read_one(self) -> _Part | None:
        denied = False
        while self._take("not"):
            self.is_plain = False
            denied = not denied
        if not denied:
            return self._read_primary()
        before, self._denied = self._denied, not self._denied
        part = self._read_primary()
        self._denied = before
        if part is None:
            self._note("NOT 后面没有检索词，已忽略这个 NOT。")
            return None
        return _Part(Without(part.expression), f"不要{_bracketed(part)}")

    def _read_primary(self) -> _Part | None:
        token = self._next()
        if token is None or token.kind in ("or", "and", "close"):
            if token is not None:
                self._at -= 1
            return None
        if token.kind == "open":
            return self._read_bracket()
        if token.kind == "phrase":
            return self._read_phrase(token)
        if token.kind == "field":
            return self._read_field_token(token)
        return self._read_word(token.text)

    def _read_bracket(self) -> _Part | None:
        self.is_plain = False
        self._depth += 1
        if self._depth > _DEEPEST:
            self._note(f"括号超过 {_DEEPEST} 层，多出的已忽略。")
            return None
        part = self._read_any()
        if not self._take("close"):
            self._note("有一个左括号没有对应的右括号，按到末尾为止理解。")
        self._depth -= 1
        return part

    def _read_phrase(self, token: _Token) -> _Part | None:
        self.is_plain = False
        if token.field:
            self._note("有一个引号没有成对，按到末尾为止理解。")
        if not token.text:
            return None
        self._look_for([token.text])
        return _Part(Phrase(token.text), f"含原话“{token.text}”")

    def _read_word(self, text: str) -> _Part | None:
        words = self._split_words(text)
        if not words:
            return None
        self._look_for(words)
        said = "".join(f"“{word}”" for word in words)
        return _Part(Words(text), f"{'同时' if len(words) > 1 else ''}含{said}")

    def _read_field_token(self, token: _Token) -> _Part | None:
        field = _field_names().get(token.field)
        if field is None:
            if token.text:
                self._note(f"没有“{token.field}”这个检索字段，已按普通词检索。")
            return self._read_word(f"{token.field} {token.text}")
        self.is_plain = False
        value = token.text
        following = self._next() if not value else None
        if following is not None and following.kind in ("phrase", "word"):
            value = following.text
        elif following is not None:
            self._at -= 1
        if not value.strip():
            self._note(f"“{token.field}:”后面没有写内容，已忽略。")
            return None
        reading = self._read_field(field, value)
        if field.id in ("title", "heading"):
            self._look_for([value])
        if not reading.known:
            self._note(f"没有{field.said}“{value}”的内容。")
        return _Part(reading.expression, f"{field.said}“{reading.said}”")

    def _look_for(self, words: Iterable[str]) -> None:
        if not self._denied:
            self.words.extend(words)

    def _note(self, notice: str) -> None:
        self.is_plain = False
        if notice not in self.notices:
            self.notices.append(notice)

    def _kind(self) -> TokenKind | None:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else None

    def _next(self) -> _Token | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, kind: TokenKind) -> bool:
        if self._kind() != kind:
            return False
        if kind in ("or", "and"):
            self.is_plain = False
        self._at += 1
        return True


def _join(parts: Sequence[_Part], make: type[AllOf] | type[AnyOf], word: str) -> _Part | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    said = word.join(_bracketed(part) for part in parts)
    return _Part(make(tuple(part.expression for part in parts)), said, joined=True)


def _bracketed(part: _Part) -> str:
    return f"（{part.said}）" if part.joined else part.said
