"""A reply as JSON from anywhere, read into values whose types hold; what does not fit is told in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, overload

from assistant.model import Chosen
from corpus import Deadline, Span, UserError


class ReplyFormatError(UserError):
    """Something that is no reply of `ask`."""

    code = "invalid_reply"


@dataclass(frozen=True, slots=True)
class GivenProof:
    """The proof of a card: SHA-256 of source and clause, the rule that found its duty, and that duty's span."""

    source_sha256: str
    clause_sha256: str
    rule: str | None
    duty_span: Span | None


@dataclass(frozen=True, slots=True)
class GivenCard:
    """An answer card, or a clause named as nearest: that one has neither ``text`` nor ``span`` nor what follows."""

    slug: str
    number: str | None
    title: str | None
    jurisdiction: str | None
    path: tuple[str, ...]
    eid: str
    citation: str
    quote: str
    text: str | None = None
    span: Span | None = None
    actors: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    action: str | None = None
    condition: str | None = None
    modality: str | None = None
    deadlines: tuple[Deadline, ...] = ()
    proof: GivenProof | None = None
    related: tuple[GivenCard, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenReply:
    """A reply; ``district`` is the one it was understood to be about, ``chosen`` what its user chose."""

    id: str | None
    question: str
    status: str
    text: str
    district: str | None
    answers: tuple[GivenCard, ...]
    nearest: tuple[GivenCard, ...]
    chosen: Chosen | None = None


def read_reply(value: object, *, place: str = "") -> GivenReply:
    """The reply that ``value`` (decoded JSON) is. ``place`` says in messages which one of several.

    Raises ReplyFormatError naming the field that is missing or of another type.
    """
    reply = _Fields(value, place)
    analysis = reply.object("analysis", optional=True)
    chosen = reply.object("chosen", optional=True)
    return GivenReply(
        id=reply.name("id"),
        question=reply.text("question"),
        status=reply.text("status"),
        text=reply.text("text"),
        district=analysis.optional("district") if analysis else None,
        answers=tuple(_read_card(one) for one in reply.objects("answers")),
        nearest=tuple(_read_named(one) for one in reply.objects("nearest")),
        chosen=Chosen(chosen.texts("districts", optional=True), chosen.optional("topic")) if chosen else None,
    )


def _read_named(card: _Fields) -> GivenCard:
    document = card.object("document")
    assert document is not None  # it is not optional
    return GivenCard(
        slug=document.text("slug"),
        number=document.optional("number"),
        title=document.optional("title"),
        jurisdiction=card.optional("jurisdiction"),
        path=card.texts("clause"),
        eid=card.text("eid"),
        citation=card.text("citation"),
        quote=card.text("quote"),
    )


def _read_card(card: _Fields) -> GivenCard:
    named, proof = _read_named(card), card.object("proof", optional=True)
    return replace(
        named,
        text=card.text("text"),
        span=card.span("quote_span"),
        actors=card.texts("actors"),
        related=tuple(_read_related(one, named) for one in card.objects("related", optional=True)),
        counterparts=card.texts("counterparts"),
        action=card.optional("action"),
        condition=card.optional("condition"),
        modality=card.optional("modality"),
        deadlines=tuple(_read_deadline(one) for one in card.objects("deadlines")),
        proof=_read_proof(proof) if proof else None,
    )


def _read_related(related: _Fields, card: GivenCard) -> GivenCard:
    """What stands beside ``card``, in the same document."""
    proof = related.object("proof", optional=True)
    return replace(
        card,
        path=related.texts("clause"),
        eid=related.text("eid"),
        citation=related.text("citation"),
        quote=related.text("quote"),
        text=related.text("text"),
        span=related.span("quote_span"),
        actors=related.texts("actors"),
        proof=_read_proof(proof) if proof else None,
    )


def _read_proof(proof: _Fields) -> GivenProof:
    return GivenProof(
        source_sha256=proof.text("source_sha256"),
        clause_sha256=proof.text("clause_sha256"),
        rule=proof.optional("rule"),
        duty_span=proof.span("duty_span", optional=True),
    )


def _read_deadline(deadline: _Fields) -> Deadline:
    """The time limit; its words for kind, unit and relation may be any, they are only compared."""
    fields: dict[str, Any] = {name: deadline.optional(name) for name in ("unit", "relation", "note")}
    return Deadline(
        text=deadline.text("text"),
        kind=deadline.text("kind"),  # type: ignore[arg-type]
        value=deadline.number("value"),
        runs_from=deadline.optional("from"),
        **fields,
    )


class _Fields:
    """A JSON object whose fields are read by type. Each method raises ReplyFormatError naming the field."""

    def __init__(self, value: object, place: str) -> None:
        self._place = place
        if not isinstance(value, Mapping):
            raise ReplyFormatError(
                f"{place or '内容'}不是一份答复：应是一个 JSON 对象。",
                hint="请提供 quanze ask --json 或接口 /api/v1/ask 给出的答复，原样保存。",
            )
        self._value = value

    def _fault(self, name: str, expected: str) -> ReplyFormatError:
        where = f"{self._place}的" if self._place else ""
        return ReplyFormatError(
            f"{where}字段“{name}”缺少或格式不对，应是{expected}。",
            hint="请提供 quanze ask --json 或接口 /api/v1/ask 给出的答复，原样保存。",
        )

    def text(self, name: str) -> str:
        """A string."""
        value = self._value.get(name)
        if not isinstance(value, str):
            raise self._fault(name, "字符串")
        return _sound(value)

    def optional(self, name: str) -> str | None:
        """A string, or None where it is null or missing."""
        return None if self._value.get(name) is None else self.text(name)

    def name(self, name: str) -> str | None:
        """A string or whole number as a string, or None."""
        value = self._value.get(name)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.optional(name)

    @overload
    def texts(self, name: str) -> tuple[str, ...]: ...

    @overload
    def texts(self, name: str, *, optional: bool) -> tuple[str, ...] | None: ...

    def texts(self, name: str, *, optional: bool = False) -> tuple[str, ...] | None:
        """A list of strings; None where ``optional`` and null or missing."""
        value = self._value.get(name)
        if value is None and optional:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._fault(name, "字符串的列表")
        return tuple(_sound(item) for item in value)

    def number(self, name: str) -> int | float | None:
        """A number, or None."""
        value = self._value.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self._fault(name, "数")
        return value

    def span(self, name: str, *, optional: bool = False) -> Span | None:
        """Two whole numbers, the second not smaller than the first; None where ``optional`` and missing."""
        value = self._value.get(name)
        if value is None and optional:
            return None
        if not isinstance(value, list) or [type(item) for item in value] != [int, int] or not 0 <= value[0] <= value[1]:
            raise self._fault(name, "起止位置两个整数")
        return value[0], value[1]

    def object(self, name: str, *, optional: bool = False) -> _Fields | None:
        """An object, or None where ``optional`` and missing."""
        value = self._value.get(name)
        if value is None and optional:
            return None
        if not isinstance(value, Mapping):
            raise self._fault(name, "JSON 对象")
        return _Fields(value, self._below(name))

    def objects(self, name: str, *, optional: bool = False) -> tuple[_Fields, ...]:
        """A list of objects; empty where ``optional`` and missing."""
        value = self._value.get(name, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise self._fault(name, "JSON 对象的列表")
        return tuple(_Fields(item, self._below(f"{name}[{at}]")) for at, item in enumerate(value))

    def _below(self, name: str) -> str:
        return f"{self._place} {name}".strip()


def _sound(text: str) -> str:
    """``text`` with halves of surrogate pairs replaced, which no text of the store holds and no store takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
