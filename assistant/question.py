"""A question to what is asked for: districts, kinds of answer, terms, references, numbers, quoted words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.closed_list import build_closed_list
from assistant.districts import DistrictNames, Scope, find_scope
from assistant.latin import read_latin
from assistant.lexicon import PACKAGE, Concept, ask_patterns, concept_forms, fillers, load_concepts, politeness
from assistant.model import Analysis
from assistant.simplifying import simplify
from assistant.spelling import Correction, correct
from assistant.vocabulary import Vocabulary
from corpus import (
    CHINESE_NUMERAL_CHARS,
    Reference,
    find_document_numbers,
    find_references,
    fold_text,
    load_words,
    parse_numeral,
    render_numeral,
)
from graph import find_departments, load_topics

_FIGURE = re.compile("(?<![0-9])[0-9]{2,}(?![0-9]|号(?!文)|月)")  # days of a month aside
_META_ASKS = frozenset(
    {
        "number_meta",
        "issuer_meta",
        "date_meta",
        "effect_meta",
        "copies_meta",
        "basis_meta",
        "attachments_meta",
        "title_meta",
        "addressees_meta",
        "signature_meta",
    }
)
_OVERRULES = {  # what a more exact question form leaves nothing to
    "quote_source": frozenset({"amount"}),
    "whether_stated": frozenset({"days"}),
    "materials": frozenset({"what", "amount"}),
    "steps": frozenset({"what"}),
    "who": frozenset({"what"}),
    "deadline": frozenset({"what"}),
    "days": frozenset({"what", "amount"}),
    "percent": frozenset({"amount"}),
    "basis_meta": frozenset({"number_meta", "title_meta", "copies_meta", "materials", "what"}),
    "addressees_meta": frozenset({"who", "to_whom", "what"}),
    "signature_meta": frozenset({"who", "issuer_meta", "what"}),
}
_LEAST_WORD = 2
_LEAST_BODY = 3
_MATERIALS = "materials"  # the concept that 要带什么 speaks of without naming it
_SHOWN = {
    "who": "责任主体",
    "to_whom": "移送报送对象",
    "deadline": "时限",
    "days": "时限",
    "materials": "材料清单",
    "steps": "流程步骤",
    "permission": "是否允许",
    "condition": "适用条件",
    "amount": "数量",
    "money": "金额",
    "quote_source": "条款出处",
    "what": "内容要求",
    "number_meta": "发文字号",
    "issuer_meta": "发文机关",
    "date_meta": "印发日期",
    "copies_meta": "印发份数",
    "basis_meta": "制定依据",
    "effect_meta": "施行日期",
    "recurrence": "时限",
    "percent": "比例",
    "person_name": "姓名",
    "attachments_meta": "附件",
    "title_meta": "文件",
    "addressees_meta": "主送机关",
    "signature_meta": "落款",
    "phone": "电话号码",
    "disposition": "处分",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A thing the question speaks of; any of ``forms`` in a clause is a match. ``concept`` is its id, None for a plain
    word. ``is_body`` tells a department or person from the matter itself; ``is_official`` a concept that the question
    calls by a name that documents use.
    """

    text: str
    forms: tuple[str, ...]
    concept: str | None = None
    is_body: bool = False
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart. ``asks`` are ids of data/asks.json; ``plain`` is the folded question without district
    names.
    """

    text: str
    plain: str
    scope: Scope
    asks: frozenset[str]
    terms: tuple[Term, ...]
    references: tuple[Reference, ...]
    numbers: tuple[str, ...]
    figures: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()
    read: str = ""  # the whole question as it was read: folded, simplified, put right
    is_traditional: bool = False
    topic: str | None = None  # as chosen by the user, see `assistant.overrides`

    def wants(self, *asks: str) -> bool:
        return not self.asks.isdisjoint(asks)

    @property
    def is_meta(self) -> bool:
        return not self.asks.isdisjoint(_META_ASKS)


class Words(Vocabulary, Protocol):
    """What is known of words."""

    def terms(self, text: str) -> Sequence[str]:
        """The words of a text that are worth looking for."""
        ...

    def department_names(self) -> tuple[str, ...]:
        """The names of the bodies that the documents of the store name."""
        ...


def parse_question(text: str, names: DistrictNames, words: Words) -> Question:
    """What ``text`` asks for, given the names of the store's districts."""
    simplified = simplify(text)
    closed = build_closed_list(names, words.department_names())
    spelled, corrections = read_latin(" ".join(fold_text(part) for part in simplified.split()), closed, words)
    folded = fold_text(spelled)
    for word in politeness():
        folded = folded.replace(word, "")
    folded, misspelt = correct(folded, closed, words)
    found = find_document_numbers(folded)
    scope = find_scope(folded, names, words)
    plain = scope.rest
    for number, (start, end) in found:
        plain = plain.replace(folded[start:end], "").replace(str(number), "")
    numbers = tuple(str(number) for number, _ in found)
    asks = _find_asks(plain)
    return Question(
        text=text,
        plain=plain,
        scope=scope,
        asks=asks,
        terms=_find_terms(plain, words, asks),
        references=find_references(plain),
        numbers=numbers,
        figures=tuple(dict.fromkeys(_FIGURE.findall(plain))),
        corrections=(*corrections, *misspelt),
        read=folded,
        is_traditional=simplified != text,
    )


def _find_asks(plain: str) -> frozenset[str]:
    found = {entry.id for entry in ask_patterns() if entry.regex.search(plain)}
    for ask, weaker in _OVERRULES.items():
        if ask in found:
            found -= weaker
    return frozenset(found)


def _find_terms(plain: str, words: Words, asks: frozenset[str]) -> tuple[Term, ...]:
    """Concepts first, longest names first; then bodies and words of what is left, question words taken out."""
    consuming = load_words(PACKAGE, "asks", "consuming")
    for entry in ask_patterns():
        if entry.id in consuming:
            plain = entry.regex.sub("，", plain)
    concepts = load_concepts()
    regex, bearers = concept_forms()
    ids: dict[str, str] = {}
    for match in regex.finditer(plain):
        for concept in bearers[match.group()]:
            ids.setdefault(concept, match.group())
    if "materials" in asks and any(word in plain for word in load_words(PACKAGE, "asks", "about_materials")):
        ids.setdefault(_MATERIALS, concepts[_MATERIALS].official[0])
    terms = [_concept_term(said, concepts[one]) for one, said in ids.items()]
    rest = regex.sub("，", plain)
    for entry in ask_patterns():
        rest = entry.regex.sub("，", rest)
    known = {form for term in terms for form in term.forms}
    left = [word for word in words.terms(rest) if len(word) >= _LEAST_WORD and not word.startswith(("=", "~"))]
    left = [word for word in left if not words.tells_little(word)]
    bodies = [mention.name for mention in find_departments(rest) if _is_body(mention.name, words)]
    for word in dict.fromkeys([*bodies, *left]):
        inside = any(word != other and word in other for other in left)
        if not inside and word not in fillers() and word not in known:
            terms.append(Term(word, number_forms(word), is_body=word in bodies))
    return tuple(terms)


def _concept_term(said: str, concept: Concept) -> Term:
    forms = _forms(said, concept.official)
    return Term(said, forms, concept.id, concept.is_body, said in concept.official)


def _is_body(name: str, words: Words) -> bool:
    """Whether a name that looks like a body's is made of words that the store knows."""
    ends = load_words(PACKAGE, "asks", "body_parts")
    return len(name) >= _LEAST_BODY and all(
        part in ends if len(part) < _LEAST_WORD else words.known(part) for part in words.cut(name)
    )


_QUANTITY = re.compile(f"([0-9]+|[{CHINESE_NUMERAL_CHARS}]+)(个?工作日|日|天|小时|个月|周|年|项|元)")


def number_forms(word: str) -> tuple[str, ...]:
    """``word``, and the same quantity in other numerals: 五日, 5日, 五天, 5天."""
    match = _QUANTITY.fullmatch(word)
    value = parse_numeral(match[1]) if match else None
    if match is None or value is None or not 1 <= value <= 9999:
        return (word,)
    units = ("日", "天") if match[2] in "日天" else (match[2],)
    numerals = (match[1], str(value), render_numeral(value), *(("两",) if value == 2 else ()))
    return tuple(dict.fromkeys(numeral + unit for unit in units for numeral in numerals))


def _forms(said: str, official: tuple[str, ...]) -> tuple[str, ...]:
    """What to look for: the very word first, where it is an official one, then its synonyms; one of speech last."""
    if said in official:
        return (said, *(word for word in official if word != said))
    return (*official, said) if len(said) >= _LEAST_WORD else official


def render_correction(correction: Correction) -> str:
    """How the user is told of a correction."""
    return f"“{correction.said}”按“{correction.read}”理解"


def describe(question: Question, topic: str | None, topic_name: str | None) -> Analysis:
    """The analysis that goes into the reply and is shown to the user. A topic that the user chose takes the place of
    the one found.
    """
    scope = question.scope
    if question.topic:
        topic, topic_name = question.topic, load_topics().labels.get(question.topic)
    asks = tuple(sorted(question.asks))
    district = scope.districts[0] if scope.districts else None
    names = list(dict.fromkeys(_SHOWN[ask] for ask in asks if ask in _SHOWN))
    read = "，".join(
        [*(["按简体理解"] if question.is_traditional else []), *map(render_correction, question.corrections)]
    )
    lacking = f"知识库中没有{scope.unknown}的文件" if scope.unknown else ""
    place = "、".join(scope.districts) or ("" if lacking else "各区")
    parts = (place, lacking, topic_name, "、".join(names), read)
    shown = " · ".join(part for part in parts if part)
    return Analysis(
        district=district,
        asks=tuple("deadline" if ask == "days" else ask for ask in asks),
        topic=topic,
        terms=tuple(dict.fromkeys(term.forms[0] for term in question.terms)),
        districts=scope.districts or scope.options,
        references=(*question.numbers, *(reference.text for reference in question.references)),
        shown=shown,
    )
