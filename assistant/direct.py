"""Questions answered from what is known of a document as a whole: its number, issuer, dates, basis, attachments,
posts, sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.bundles import Bundle
from assistant.model import Card
from assistant.question import Question
from corpus import ClauseRecord, Metadata, Post, PowerStatement, Span, fold_text, load_words, render_citation
from graph import Finding

_CONTENT_META = (
    "number_meta",
    "basis_meta",
    "effect_meta",
    "attachments_meta",
    "addressees_meta",
    "signature_meta",
)
_SEVERAL = 3  # things asked for that make the question one about what the document says
_NAMED = 2  # pairs of characters that a title and a question share, where the question means that title
_EFFECT = re.compile("起(?:施行|执行|实施|生效|试行)|有效期")


def is_about_document(question: Question) -> bool:
    """Whether the question is about a document as such rather than about what its clauses say."""
    speaks_of_document = bool(question.numbers) or _names_document(question)
    if question.wants("addressees_meta", "effect_meta") and not speaks_of_document:
        return not question.wants("deadline", "days", "who") or len(question.terms) < _SEVERAL
    if question.wants(*_CONTENT_META):
        return True
    speaks_of_document = speaks_of_document or not question.terms
    return question.is_meta and speaks_of_document and not question.wants("quote_source")


def _names_document(question: Question) -> bool:
    """Whether it speaks of a 通知 or 办法 as such, which 督办通知书 does not."""
    words, rest = load_words("assistant", "documents", "words"), question.plain
    for term in question.terms:
        rest = rest.replace(term.text, "，") if term.text not in words else rest
    return any(word in rest for word in words)


def choose_documents(question: Question, bundles: Sequence[Bundle]) -> tuple[Bundle, ...]:
    """The documents among ``bundles`` the question means: by number, else those whose titles share most with it."""
    numbered = [bundle for bundle in bundles if bundle.record.metadata.number in question.numbers]
    if numbered or len(bundles) <= 1:
        return tuple(numbered or bundles)
    shares = [(_title_share(question, bundle.record.metadata), bundle) for bundle in bundles]
    best = max(share for share, _ in shares)
    return tuple(bundle for share, bundle in shares if share == best and best > 0)


def _title_share(question: Question, metadata: Metadata) -> int:
    title = fold_text(metadata.title + (metadata.issued_title or ""))
    return sum(1 for at in range(len(question.plain) - 1) if question.plain[at : at + 2] in title)


def answer_about_document(question: Question, bundle: Bundle) -> Card | None:
    """The card with the facts asked for, quoted from the line that states them; None where the document does not
    state them.
    """
    meta = bundle.record.metadata
    if question.wants("attachments_meta"):
        return _attachments(bundle)
    facts: list[tuple[str, ClauseRecord | None, str]] = []  # words, clause, words to quote
    if question.wants("basis_meta"):
        facts.append(_basis_fact(question, bundle))
    else:
        if question.wants("number_meta") and meta.number:
            facts.append((f"发文字号：{meta.number}", _clause(bundle, "front"), meta.number))
        if question.wants("issuer_meta"):
            facts.append(_issuer_fact(bundle))
        if question.wants("addressees_meta") and meta.addressees:
            facts.append((f"主送：{'、'.join(meta.addressees)}", _clause(bundle, "front"), meta.addressees[0]))
        if question.wants("signature_meta"):
            facts.append(_signature_fact(bundle))
        if question.wants("effect_meta"):
            facts.append(_effect_fact(bundle))
        if question.wants("date_meta"):
            facts.append(_date_fact(bundle))
        if question.wants("copies_meta") and meta.copies:
            facts.append((f"共印{meta.copies}份", _clause(bundle, "colophon"), "份"))
        if question.wants("title_meta"):
            facts.append(
                (
                    f"《{meta.title}》" + (f"（{meta.number}）" if meta.number else ""),
                    _clause(bundle, "front"),
                    meta.title,
                )
            )
    stated = [fact for fact in facts if fact[0] and fact[1]]
    if not stated:
        return None
    clause = stated[-1][1]
    assert clause is not None
    return _card(bundle, clause, "；".join(words for words, _, _ in stated) + "。", stated[-1][2])


def _clause(bundle: Bundle, kind: str) -> ClauseRecord | None:
    return next((clause for clause in bundle.clauses if clause.kind == kind), None)


def _issuer_fact(bundle: Bundle) -> tuple[str, ClauseRecord | None, str]:
    meta = bundle.record.metadata
    parts = [f"发文机关：{meta.issuer}"] if meta.issuer else []
    if meta.printed_by and meta.printed_by != meta.issuer:
        parts.append(f"印发：{meta.printed_by}")
    where = _clause(bundle, "colophon") if meta.printed_by else _clause(bundle, "front")
    return "；".join(parts), where or _clause(bundle, "front"), meta.printed_by or meta.issuer or ""


def _date_fact(bundle: Bundle) -> tuple[str, ClauseRecord | None, str]:
    meta = bundle.record.metadata
    words = []
    if meta.issued_on and meta.issued_on != meta.printed_on:
        words.append(f"成文日期：{_day(meta.issued_on)}")
    if meta.printed_on:
        words.append(
            f"{_day(meta.printed_on)}由{meta.printed_by}印发"
            if meta.printed_by
            else f"印发日期：{_day(meta.printed_on)}"
        )
    clause = (
        _clause(bundle, "colophon") if meta.printed_on else _clause(bundle, "signature") or _clause(bundle, "front")
    )
    return "；".join(words), clause, "日"


def _effect_fact(bundle: Bundle) -> tuple[str, ClauseRecord | None, str]:
    """The sentence that says from when or until when the document holds, as it stands."""
    for clause in reversed(bundle.clauses):
        for paragraph in clause.paragraphs:
            sentence = next((s for s in fold_text(paragraph.text).split("。") if _EFFECT.search(s)), None)
            if sentence:
                return sentence, clause, sentence
    return "", None, ""


def _day(day: object) -> str:
    year, month, date = str(day).split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"


def _signature_fact(bundle: Bundle) -> tuple[str, ClauseRecord | None, str]:
    """Who and when stands under the text, as it stands."""
    clause = _clause(bundle, "signature")
    if clause is None or not clause.paragraphs:
        return "", None, ""
    lines = [" ".join(paragraph.text.split()) for paragraph in clause.paragraphs]
    return f"落款：{'，'.join(lines)}", clause, lines[0]


def _basis_fact(question: Question, bundle: Bundle) -> tuple[str, ClauseRecord | None, str]:
    """The documents that are named as the basis; only those the question speaks of, where it singles some out."""
    basis = bundle.record.metadata.basis
    if not basis:
        return "", None, ""
    shares = [_shared_pairs(question.plain, one.title) for one in basis]
    meant = [one for one, share in zip(basis, shares, strict=True) if share == max(shares)]
    named = meant if max(shares) >= _NAMED and len(meant) < len(basis) else basis
    clause = next((c for c in bundle.clauses if c.span[0] <= named[0].span[0] < c.span[1] and c.paragraphs), None)
    words = "、".join(f"《{one.title}》" + (f"（{one.number}）" if one.number else "") for one in named)
    return f"依据：{words}", clause, named[0].title


def _shared_pairs(plain: str, title: str) -> int:
    """How many pairs of neighbouring characters of a title stand in the question."""
    folded = fold_text(title)
    return len(
        {folded[at : at + 2] for at in range(len(folded) - 1)} & {plain[at : at + 2] for at in range(len(plain))}
    )


def _attachments(bundle: Bundle) -> Card | None:
    listing = next(
        (clause for clause in bundle.clauses if clause.kind == "attachment" and clause.eid == "attlist"), None
    )
    if listing is None:
        return None
    items = [" ".join(p.text.split()) for p in listing.paragraphs if any(char.isdigit() for char in p.text[:3])]
    names = items or [" ".join(p.text.split()) for p in listing.paragraphs]
    return _card(bundle, listing, f"共{len(names)}个附件：{'；'.join(names)}。", "")


def _card(bundle: Bundle, clause: ClauseRecord, text: str, words: str) -> Card:
    span = next((p.span for p in clause.paragraphs if words and fold_text(words) in fold_text(p.text)), clause.span)
    return Card(
        bundle.record, clause, render_citation(bundle.record, clause), text, bundle.text(span), span, confidence=0.95
    )


def answer_post_count(question: Question, bundle: Bundle) -> Card | None:
    """How many hold a role in a body, with their names; None where that is not asked or no list is known."""
    if not question.wants("amount"):
        return None
    roles = load_words("assistant", "documents", "roles")
    named = [(question.plain.rfind(role) + len(role), len(role), role) for role in roles if role in question.plain]
    role = max(named)[2] if named else None
    held = [post for post in bundle.posts if post.role == role]
    if not held:
        return None
    clause = bundle.by_eid[held[0].eid]
    span = (held[0].span[0], held[-1].span[1]) if _contiguous(held, bundle.posts) else held[0].span
    text = f"{role}共{len(held)}人：{'、'.join(post.person for post in held)}。"
    return Card(
        bundle.record, clause, render_citation(bundle.record, clause), text, bundle.text(span), span, confidence=0.9
    )


def _contiguous(held: Sequence[Post], posts: Iterable[Post]) -> bool:
    first: Span = held[0].span
    return all(post in held for post in posts if first[0] <= post.span[0] <= held[-1].span[0])


def answer_sums(
    question: Question, bundle: Bundle, powers: Sequence[PowerStatement], findings: Sequence[Finding]
) -> Card | None:
    """A stated whole and its parts that do not add up, where the question puts those figures together."""
    asks_sum = any(word in question.plain for word in load_words("assistant", "documents", "sum_words"))
    figures = set(question.figures)
    if len(figures) < 2 or not asks_sum or not figures <= {str(power.stated) for power in powers}:
        return None
    for finding in findings:
        if finding.kind == "inconsistent" and finding.clauses and finding.clauses[0][0] == bundle.record.slug:
            clause = bundle.by_eid[finding.clauses[0][1]]
            quoted = [power for power in powers if power.eid == clause.eid and str(power.stated) in figures]
            if len(quoted) == len(figures):
                span = (min(p.span[0] for p in quoted), max(p.span[1] for p in quoted))
                citation = render_citation(bundle.record, clause)
                return Card(bundle.record, clause, citation, finding.message, bundle.text(span), span, confidence=0.95)
    return None
