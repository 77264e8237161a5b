"""What holds for every reply: verbatim quotes, the shape of the JSON, the same reply each time, from many threads."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assistant import (
    Knowledge,
    Reply,
    clause_to_dict,
    document_to_dict,
    duty_to_dict,
    hits_to_dict,
    reply_to_dict,
)
from corpus import fold_text
from index import Store

from .helpers import read_questions

THREADS = 8
TEXT, WHOLE, NUMBER, LIST = str, int, (int, float), list
REPLY = {"id": (str, type(None)), "question": TEXT, "status": TEXT, "text": TEXT, "analysis": dict, "answers": LIST, "reason": (str, type(None)), "nearest": LIST}  # fmt: skip
ANALYSIS = {"district": (str, type(None)), "districts": LIST, "asks": LIST, "topic": (str, type(None)), "terms": LIST, "department": (str, type(None)), "references": LIST, "shown": TEXT}  # fmt: skip
NAMED = {"number": (str, type(None)), "title": TEXT, "slug": TEXT}
NEAREST = {"jurisdiction": (str, type(None)), "document": dict, "clause": LIST, "eid": TEXT, "citation": TEXT, "quote": TEXT, "url": TEXT}  # fmt: skip
CARD = NEAREST | {"text": TEXT, "quote_span": LIST, "actors": LIST, "counterparts": LIST, "action": (str, type(None)), "condition": (str, type(None)), "modality": (str, type(None)), "deadlines": LIST, "confidence": NUMBER, "related": LIST, "proof": dict}  # fmt: skip
DEADLINE = {"text": TEXT, "kind": TEXT, "value": (int, float, type(None)), "unit": (str, type(None)), "relation": (str, type(None)), "from": (str, type(None)), "note": (str, type(None))}  # fmt: skip
DUTY = {"id": TEXT, "doc": TEXT, "document": TEXT, "jurisdiction": (str, type(None)), "clause": LIST, "eid": TEXT, "paragraph": WHOLE, "quote": TEXT, "actors": LIST, "actor_stated": bool, "modality": TEXT, "action": TEXT, "counterparts": LIST, "condition": (str, type(None)), "deadlines": LIST, "topic": TEXT, "span": LIST, "rule": TEXT, "confidence": NUMBER, "status": TEXT}  # fmt: skip
CLAUSE = {"document": TEXT, "eid": TEXT, "path": LIST, "kind": TEXT, "heading": TEXT, "paragraphs": LIST, "span": LIST, "source_span": LIST}  # fmt: skip
DOCUMENT = {"number": (str, type(None)), "title": TEXT, "slug": TEXT, "issuer": (str, type(None)), "jurisdiction": (str, type(None)), "issued_on": (str, type(None)), "effective_on": (str, type(None)), "expires_on": (str, type(None)), "trial": bool, "status": TEXT, "sha256": TEXT, "clauses": WHOLE}  # fmt: skip
HIT = {"document": dict, "clause": LIST, "eid": TEXT, "heading": TEXT, "text": TEXT, "score": NUMBER}


def check_shape(value: dict[str, Any], shape: dict[str, Any]) -> None:
    """Fails unless ``value`` has the keys of ``shape``, each of its type, and goes through JSON unchanged."""
    assert set(value) == set(shape)
    assert [key for key, kind in shape.items() if not isinstance(value[key], kind)] == []
    assert json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False)) == value


@pytest.fixture(scope="module")
def all_replies(replies: tuple[Reply, ...], scoped_replies: dict[tuple[str, str], Reply]) -> tuple[Reply, ...]:
    """The replies to the questions as asked, and asked of every district."""
    return (*replies, *scoped_replies.values())


def test_quotes_are_verbatim(all_replies: tuple[Reply, ...], data_dir: Path) -> None:
    """Every quote is the document's text at its span, and lies inside the clause that the card names."""
    with Store.open(data_dir) as store:
        texts = {record.slug: store.normal_text(record.slug).text for record in store.documents()}
    wrong = [
        (reply.question, card.document.slug, card.clause.eid)
        for reply in all_replies
        for card in reply.answers
        if not card.quote
        or texts[card.document.slug][slice(*card.quote_span)] != card.quote
        or not card.clause.span[0] <= card.quote_span[0] < card.quote_span[1] <= card.clause.span[1]
    ]
    assert wrong == []


def test_near_clauses_are_verbatim(all_replies: tuple[Reply, ...]) -> None:
    """What a refusal shows as near stands in the clause it names."""
    near = [near for reply in all_replies for near in reply.nearest]
    assert near
    assert [item.citation for item in near if not item.quote or item.quote not in item.clause.text] == []


def test_status_agrees_with_contents(all_replies: tuple[Reply, ...]) -> None:
    """An answered question has cards and no reason; a refused one has a reason and no card."""
    for reply in all_replies:
        assert (reply.status == "answered") == bool(reply.answers) == (reply.reason is None)
        assert reply.text


def test_one_card_a_clause_and_district(all_replies: tuple[Reply, ...]) -> None:
    """No clause is shown twice, and no district twice where clauses are weighed against each other."""
    for reply in all_replies:
        shown = [(card.document.slug, card.clause.eid) for card in reply.answers]
        assert len(shown) == len(set(shown))
        if not reply.analysis.references:
            districts = [card.document.metadata.jurisdiction for card in reply.answers]
            assert len(districts) == len(set(districts))


def test_names_and_limits_are_those_of_the_clause(all_replies: tuple[Reply, ...]) -> None:
    """Every time limit of a card is written in its quote, and every confidence is a share of one."""
    wrong = [
        (reply.question, deadline.text)
        for reply in all_replies
        for card in reply.answers
        for deadline in card.deadlines
        if fold_text(deadline.text) not in fold_text(card.quote)
    ]
    assert wrong == []
    assert all(0 < card.confidence <= 1 for reply in all_replies for card in reply.answers)


def test_shape_of_replies(all_replies: tuple[Reply, ...]) -> None:
    """Replies have the keys and types of the design, down to the time limits."""
    for reply in all_replies:
        value = reply_to_dict(reply)
        check_shape(value, REPLY)
        check_shape(value["analysis"], ANALYSIS)
        for card in value["answers"]:
            check_shape(card, CARD)
            check_shape(card["document"], NAMED)
            assert all(isinstance(at, int) for at in card["quote_span"])
            for deadline in card["deadlines"]:
                check_shape(deadline, DEADLINE)
        for near in value["nearest"]:
            check_shape(near, NEAREST)


def test_reply_of_the_design(knowledge: Knowledge) -> None:
    """The example of the design: id and question come back, path, number, link and limit are written as it shows."""
    value = reply_to_dict(knowledge.ask("卫滨区发现案件不归自己管，几天内移送给谁？", id="q-1"))
    card = value["answers"][0]
    assert (value["id"], value["question"]) == ("q-1", "卫滨区发现案件不归自己管，几天内移送给谁？")
    assert value["analysis"]["district"] == "卫滨区"
    assert {"who", "deadline"} <= set(value["analysis"]["asks"])
    assert value["analysis"]["topic"] == "case_transfer"
    assert card["clause"] == ["三", "（一）", "2"]
    assert card["document"]["number"] == "卫政办〔2024〕1号"
    assert card["url"] == "/documents/weibin#3.1.2"
    assert {key: card["deadlines"][0][key] for key in ("text", "kind", "value", "unit", "relation")} == {
        "text": "3个工作日内", "kind": "duration", "value": 3, "unit": "workday", "relation": "within",
    }  # fmt: skip


def test_shape_of_documents(knowledge: Knowledge) -> None:
    """Documents are listed with the keys of the design, dates in ISO form."""
    listed = [document_to_dict(record) for record in knowledge.documents()]
    for value in listed:
        check_shape(value, DOCUMENT)
    assert {value["number"]: value["issued_on"] for value in listed}["山政办发〔2021〕13号"] == "2021-07-28"


def test_shape_of_clauses(knowledge: Knowledge) -> None:
    """Clauses come in reading order with the keys of the design."""
    for record in knowledge.documents():
        listed = [clause_to_dict(clause) for clause in knowledge.clauses(record.slug)]
        for value in listed:
            check_shape(value, CLAUSE)
        assert [value["span"][0] for value in listed] == sorted(value["span"][0] for value in listed)
        assert len(listed) == record.clauses


def test_shape_of_duties(knowledge: Knowledge) -> None:
    """Duties come with the fields of the annotation schema and their proof."""
    listed = [duty_to_dict(duty) for duty in knowledge.duties()]
    assert listed
    for value in listed:
        check_shape(value, DUTY)
        for deadline in value["deadlines"]:
            check_shape(deadline, DEADLINE)


def test_shape_of_search(knowledge: Knowledge) -> None:
    """Search results have the keys of the design, best first."""
    value = hits_to_dict("案件移送", knowledge.search("案件移送", limit=5), id="s-1")
    check_shape(value, {"id": TEXT, "query": TEXT, "hits": LIST})
    assert (value["id"], value["query"], len(value["hits"])) == ("s-1", "案件移送", 5)
    for hit in value["hits"]:
        check_shape(hit, HIT)
        check_shape(hit["document"], NAMED)
    scores = [hit["score"] for hit in value["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_same_question_same_reply(knowledge: Knowledge, data_dir: Path, replies: tuple[Reply, ...]) -> None:
    """Asked again, in another order, of a knowledge base opened afresh, every question gets the same reply."""
    again = tuple(knowledge.ask(reply.question) for reply in reversed(replies))
    assert again == tuple(reversed(replies))
    fresh = Knowledge.open(data_dir)
    assert tuple(fresh.ask(reply.question) for reply in replies) == replies
    fresh.close()


def test_threads_get_the_same_replies(data_dir: Path, replies: tuple[Reply, ...]) -> None:
    """Eight threads that ask one fresh knowledge base the same questions at once get the replies of one alone."""
    fresh = Knowledge.open(data_dir)
    questions = [reply.question for reply in replies]
    shifted = [questions[at:] + questions[:at] for at in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        answered = list(pool.map(lambda asked: [fresh.ask(question) for question in asked], shifted))
    fresh.close()
    known = {reply.question: reply for reply in replies}
    assert [reply for thread in answered for reply in thread if reply != known[reply.question]] == []
    assert {len(thread) for thread in answered} == {len(read_questions())}
