"""What stands beside an answer: who leads, cooperates, may not, how disputes are settled; exceptions stated elsewhere."""

from __future__ import annotations

import copy
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Knowledge, RelatedRole, Reply, reply_to_dict
from assistant.boundary import (
    MOST_RELATED,
    question_patterns,
    role_labels,
    role_patterns,
    single_pattern,
    supplement_patterns,
    with_related,
)
from assistant.lexicon import PACKAGE
from corpus import PatternEntry, fold_text, load_json

from .helpers import build_from

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "duties"
PATTERNS = [
    *[("questions", entry) for entry in question_patterns()],
    *[("roles", entry) for entry in role_patterns()],
    *[("supplements", entry) for entry in supplement_patterns()],
]
SINGLE = ("dispute", "not_excluded", "bare")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """A knowledge base of the invented documents that duties are annotated for."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(GOLDEN.glob("*.txt"))}
    data_dir, _, _ = build_from(tmp_path_factory.mktemp("written"), texts)
    opened = Knowledge.open(data_dir)
    yield opened
    opened.close()


def related(reply: Reply) -> list[tuple[RelatedRole, str, tuple[str, ...]]]:
    """Role, clause and bodies of what stands beside the first answer."""
    assert reply.status == "answered", reply.reason
    return [(one.role, one.clause.eid, one.actors) for one in reply.answers[0].related]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "卫滨区案件移送归谁管？",
            [("dispute", "3.6", ("各镇办", "区级有关执法部门", "区人民政府"))],
        ),
        (
            "卫滨区发现违法行为不知道该哪家管，移送给谁？",
            [("dispute", "3.6", ("各镇办", "区级有关执法部门", "区人民政府"))],
        ),
        ("山亭区案件移送由谁负责？", [("excluded", "2.2", ("接受移送的部门",))]),
        ("忻州开发区联合执法由谁牵头？", [("cooperates", "6.2", ("相关部门",))]),
        ("忻州开发区事中监管归哪个部门管？", [("cooperates", "3.1.1", ("综合行政执法局",))]),
    ],
)
def test_roles_beside_an_answer(knowledge: Knowledge, question: str, expected: list[Any]) -> None:
    """Whose matter it is comes with the other roles in the same matter, each from its clause."""
    assert related(knowledge.ask(question)) == expected


def test_the_whole_rule_on_disputes_is_quoted(knowledge: Knowledge) -> None:
    """How a dispute is settled is told to its end: agreement first, then the decision from above."""
    (dispute,) = knowledge.ask("卫滨区案件移送归谁管？").answers[0].related
    assert dispute.label == "争议处理"
    assert dispute.quote.endswith("协商不成的，提请区人民政府决定。")
    assert dispute.citation.endswith("（卫政办〔2024〕1号）第三部分第（六）项")
    assert dispute.url == "/documents/weibin#3.6"


def test_an_extension_that_is_quoted_is_not_said_twice(knowledge: Knowledge) -> None:
    """A limit comes with the extension of the next sentence: in the quote, and so not beside it."""
    card = knowledge.ask("山亭这边执法局书面问主管部门一个专业看法，谁来答复，啥时候必须答？").answers[0]
    assert "延长期限不得超过十日" in card.quote
    assert card.related == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("棠河县非法营运归哪个部门管？", [("leads", "art_5"), ("dispute", "art_21")]),
        ("万杉区偷倒渣土归谁管？", [("leads", "1.1.1"), ("leads", "1.4"), ("dispute", "5.2")]),
        ("古城区校园周边集中整治由谁牵头？", [("cooperates", "5.1")]),
        ("北湖区汛前联合清理由谁牵头", [("cooperates", "3.4.1")]),
        ("安陵县节令产品联合抽检由谁牵头？", [("leads", "art_13")]),
        ("清河区建筑垃圾处置归谁管？", [("leads", "art_4")]),
        ("锦禾区社会生活噪声归谁管？", [("dispute", "art_19")]),
        ("城西区违法建设由哪个部门查处？", [("dispute", "3.5")]),
        ("东梁区疑难案件几日内立案？", []),
        ("临水区事项移交谁牵头", []),
    ],
)
def test_roles_in_other_documents(written: Knowledge, question: str, expected: list[tuple[str, str]]) -> None:
    """The same holds for documents that nothing was fitted to."""
    assert [(role, eid) for role, eid, _ in related_or_none(written.ask(question))] == expected


def related_or_none(reply: Reply) -> list[tuple[RelatedRole, str, tuple[str, ...]]]:
    """As `related`; nothing where the question is refused."""
    return related(reply) if reply.status == "answered" else []


def test_what_is_done_meanwhile_settles_no_dispute(written: Knowledge) -> None:
    """What holds until a dispute is settled stays out of how it is settled."""
    (dispute,) = written.ask("城西区违法建设由哪个部门查处？").answers[0].related
    assert dispute.quote.endswith("专班应自收到报告之日起1 个工作日内明确牵头单位。")
    assert dispute.actors == ("单位", "专班")


@pytest.mark.parametrize(
    "question",
    [
        "卫滨区处罚事项划给镇办之前已经结案的卷宗，归谁存档？",
        "山亭区联席会议谁负责召集？",
        "山亭区执法经费谁负责保障？",
        "忻州开发区技术鉴定由哪个部门配合？",
        "卫滨区发现案件不归自己管，几天内移送给谁？",
        "卫滨区街道跟区局管辖有争议，先由谁来解决？",
        "处罚权划走了，忻州原来监管部门手里的执法编制、车和装备归谁管？",
        "卫滨区信息共享包括哪些？",
    ],
)
def test_nothing_beside_an_answer_that_says_it_all(knowledge: Knowledge, question: str) -> None:
    """No role of another matter, no dispute about funds or files, nothing that the answer says itself."""
    assert related(knowledge.ask(question)) == []


@pytest.mark.parametrize("question", ["卫滨区电动自行车上牌归谁管？", "朝阳区案件移送归谁管？", "卫滨区幼儿园招生谁管"])
def test_nothing_beside_a_refusal(knowledge: Knowledge, question: str) -> None:
    """A refusal has no answers, so that nothing stands beside one."""
    reply = knowledge.ask(question)
    assert reply.status != "answered"
    assert "related" not in str(reply_to_dict(reply))


def test_what_stands_beside_is_verbatim_and_of_the_same_document(
    knowledge: Knowledge, replies: tuple[Reply, ...], scoped_replies: dict[tuple[str, str], Reply]
) -> None:
    """Every quote is what the document has at its span, in its clause; never another district; four at most."""
    asked = [knowledge.ask(f"{place}{matter}归谁管？") for place in knowledge.districts() for matter in _MATTERS]
    seen = 0
    for reply in (*replies, *scoped_replies.values(), *asked):
        for card in reply.answers:
            assert len(card.related) <= MOST_RELATED
            for one in card.related:
                seen += 1
                text = knowledge.source(card.document.slug)
                assert text is not None
                start, end = one.quote_span
                clause = one.clause
                assert clause.document == card.document.slug
                assert clause.text[start - clause.span[0] : end - clause.span[0]] == one.quote
                assert one.quote
                assert one.actors
                assert one.label == role_labels()[one.role]
    assert seen > 5


_MATTERS = ("案件移送", "联合执法", "投诉举报", "行政处罚", "执法协助", "信息共享", "监管", "违法行为", "移送")


def test_the_answer_itself_stays_as_it_is(knowledge: Knowledge) -> None:
    """What stands beside a card changes nothing of it, and a second look gives the same."""
    reply = knowledge.ask("卫滨区案件移送归谁管？")
    again = knowledge.ask("卫滨区案件移送归谁管？")
    assert reply == again
    assert reply.answers[0].text in reply.text
    assert all(one.quote not in reply.text for one in reply.answers[0].related)


def given(knowledge: Knowledge) -> dict[str, Any]:
    """A reply with something beside its card, as JSON."""
    return reply_to_dict(knowledge.ask("卫滨区案件移送归谁管？"))


def test_what_stands_beside_is_verified(knowledge: Knowledge) -> None:
    """A reply just given holds, and what stands beside its card is looked at as the card is."""
    value = given(knowledge)
    (verdict,) = knowledge.verify([value])
    assert verdict.holds, verdict.reason
    assert [card.eid for card in verdict.cards] == ["3.1.2", "3.6"]
    assert {"quote", "citation", "duty", "answer"} <= {step.id for step in verdict.cards[1].steps}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"quote": "由区人民政府直接决定。"}, "没有这段引文"),
        ({"quote_span": [0, 5]}, "位置已由"),
        ({"actors": ["区城管局"]}, "责任主体不同"),
        ({"citation": "《通知》第一条"}, "引用应写作"),
        ({"text": "由区城管局说了算"}, "不是该条的原文"),
        ({"eid": "9.9"}, "现在的编号是 3.6"),
    ],
)
def test_a_change_beside_a_card_is_found(knowledge: Knowledge, change: dict[str, Any], told: str) -> None:
    """A changed quote, place, body or citation beside a card breaks the proof of the reply."""
    value = copy.deepcopy(given(knowledge))
    value["answers"][0]["related"][0].update(change)
    (verdict,) = knowledge.verify([value])
    assert not verdict.holds
    assert told in (verdict.reason or "")


def test_a_reply_of_before_is_still_read(knowledge: Knowledge) -> None:
    """A reply kept from a version that gave nothing beside a card holds."""
    value = given(knowledge)
    del value["answers"][0]["related"]
    (verdict,) = knowledge.verify([value])
    assert verdict.holds, verdict.reason


@pytest.mark.parametrize(("kind", "entry"), PATTERNS, ids=lambda value: getattr(value, "id", value))
def test_patterns_match_their_examples(kind: str, entry: PatternEntry) -> None:
    """Each pattern is found in all of its examples and in none of its counter-examples."""
    find = entry.regex.match if kind == "roles" else entry.regex.search
    assert entry.counter_examples
    assert [text for text in entry.examples if not find(fold_text(text))] == []
    assert [text for text in entry.counter_examples if find(fold_text(text))] == []


@pytest.mark.parametrize("key", SINGLE)
def test_single_patterns_match_their_examples(key: str) -> None:
    """So does each pattern that stands alone."""
    entry = load_json(PACKAGE, "boundary")[key]
    assert [text for text in entry["examples"] if not single_pattern(key).search(fold_text(text))] == []
    assert [text for text in entry["counter_examples"] if single_pattern(key).search(fold_text(text))] == []


def test_it_is_a_small_part_of_an_answer(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking beside the cards takes less than a third of what the answer takes, once the document is read."""
    beside: list[float] = []

    def timed(*arguments: Any) -> Any:
        start = process_time()
        card = with_related(*arguments)
        beside.append(process_time() - start)
        return card

    questions = [f"{place}案件移送归谁管？" for place in knowledge.districts()]
    for question in questions:
        knowledge.ask(question)
    monkeypatch.setattr("assistant.answering.with_related", timed)
    start = process_time()
    for question in questions * 4:
        knowledge.ask(question)
    assert beside
    assert sum(beside) < (process_time() - start) / 3
