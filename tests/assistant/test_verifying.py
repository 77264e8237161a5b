"""A reply's proof recomputed: it holds as given, and every single change in reply or store is found and named."""

from __future__ import annotations

import copy
import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Knowledge, Reply, build_knowledge, import_paths, reply_to_dict, verifications_to_dict
from corpus import UserError
from index import Store

from .helpers import build_from, make_notice, write_texts

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"


def as_json(reply: Reply) -> dict[str, Any]:
    """The reply as it comes out of a file."""
    value: dict[str, Any] = json.loads(json.dumps(reply_to_dict(reply), ensure_ascii=False))
    return value


@pytest.fixture(scope="session")
def reply(knowledge: Knowledge) -> dict[str, Any]:
    """An answered reply."""
    return as_json(knowledge.ask(QUESTION, id="7"))


@pytest.fixture
def refused(knowledge: Knowledge) -> dict[str, Any]:
    """A refusal with clauses that are near."""
    found = as_json(knowledge.ask("山亭区举报奖励多少钱？"))
    assert found["status"] != "answered"
    return found


def reason(knowledge: Knowledge, value: object) -> str:
    """Why a reply does not hold; empty where it does."""
    (verdict,) = knowledge.verify([value])
    assert verdict.holds is (verdict.reason is None)
    return verdict.reason or ""


def test_every_reply_holds_as_it_was_given(
    knowledge: Knowledge, replies: tuple[Reply, ...], scoped_replies: dict[tuple[str, str], Reply]
) -> None:
    """Answers and refusals, with and without a district."""
    given_replies = [*replies, *scoped_replies.values()]
    verdicts = knowledge.verify([as_json(reply) for reply in given_replies])
    assert [(verdict.question, verdict.reason) for verdict in verdicts if not verdict.holds] == []
    assert [verdict.question for verdict in verdicts] == [reply.question for reply in given_replies]


def test_an_answer_carries_its_proof(knowledge: Knowledge, reply: dict[str, Any]) -> None:
    """Hash of the file, hash of the clause, rule and span of the duty."""
    card = reply["answers"][0]
    proof = card["proof"]
    document = knowledge.document(card["document"]["slug"])
    clause = next(one for one in knowledge.clauses(document.slug) if one.eid == card["eid"])
    assert proof["source_sha256"] == document.sha256
    assert proof["clause_sha256"] == hashlib.sha256(clause.text.encode()).hexdigest()
    duty = next(duty for duty in knowledge.duties(document=document.slug) if list(duty.span) == proof["duty_span"])
    assert (duty.rule, duty.action) == (proof["rule"], card["action"])


def change_card(**changes: Any) -> Callable[[dict[str, Any]], None]:
    """A change of fields of the first card."""
    return lambda value: value["answers"][0].update(changes)


def change_deadline(**changes: Any) -> Callable[[dict[str, Any]], None]:
    """A change of fields of the first time limit."""
    return lambda value: value["answers"][0]["deadlines"][0].update(changes)


def change_proof(**changes: Any) -> Callable[[dict[str, Any]], None]:
    """A change of fields of the proof."""
    return lambda value: value["answers"][0]["proof"].update(changes)


def change_document(**changes: Any) -> Callable[[dict[str, Any]], None]:
    """A change of what names the document."""
    return lambda value: value["answers"][0]["document"].update(changes)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param(change_document(slug="nothing", number="某办〔2020〕9号"), "已没有这份文件：某办〔2020〕9号", id="document"),
        pytest.param(change_document(number="卫政办〔2024〕2号"), "文号不同", id="number"),
        pytest.param(change_document(title="别的通知"), "标题不同", id="title"),
        pytest.param(change_card(jurisdiction="山亭区"), "辖区不同", id="district"),
        pytest.param(change_proof(source_sha256="0" * 64), "不是答复依据的文本", id="source"),
        pytest.param(change_proof(clause_sha256="0" * 64), "该条文字已变", id="clause text"),
        pytest.param(change_proof(rule="other"), "现由规则", id="rule"),
        pytest.param(change_proof(duty_span=[0, 1]), "原文位置已变", id="duty span"),
        pytest.param(change_card(eid="9.9"), "现在的编号是 3.1.2", id="eid"),
        pytest.param(change_card(eid="9.9", clause=["九"]), "已没有“九”这一条", id="clause"),
        pytest.param(change_card(clause=["三", "（一）", "3"]), "编号 3.1.2 现在是“三（一）2”", id="path"),
        pytest.param(change_card(quote="应当在5个工作日内移送"), "没有这段引文", id="quote"),
        pytest.param(change_card(quote=""), "没有这段引文", id="empty quote"),
        pytest.param(change_card(quote_span=[0, 5]), "引文仍在该条，但位置已由 0–5 变为", id="span"),
        pytest.param(change_card(citation="《通知》第九条"), "引用应写作：《", id="citation"),
        pytest.param(change_card(action="销毁"), "读不出职责“销毁”", id="action"),
        pytest.param(change_card(modality="permission"), "读不出职责", id="modality"),
        pytest.param(change_card(condition="天晴的"), "读不出职责", id="condition"),
        pytest.param(change_card(actors=["区长"]), "责任主体不同：答复为“区长”", id="actor"),
        pytest.param(change_card(counterparts=["市长"]), "相对方不同：答复为“市长”", id="counterpart"),
        pytest.param(change_deadline(value=5), "数值不同：答复为“5”，由原文读出的是“3”", id="value"),
        pytest.param(change_deadline(unit="day"), "单位不同：答复为“日”，由原文读出的是“工作日”", id="unit"),
        pytest.param(change_deadline(kind="vague"), "种类不同：答复为“未规定具体期限”", id="kind"),
        pytest.param(change_deadline(note="一般"), "条件不同：答复为“一般”，由原文读出的是“无”", id="note"),
        pytest.param(change_deadline(text="5个工作日内"), "读不出期限“5个工作日内”", id="deadline"),
        pytest.param(change_card(text="应当在5个工作日内移送给有管辖权的一方"), "直接回答中的", id="answer"),
        pytest.param(lambda value: value.update(text="卫滨区：5个工作日内。"), "不在所列各条的回答里", id="text"),
        pytest.param(lambda value: value.update(answers=[]), "没有列出任何条款", id="no card"),
        pytest.param(lambda value: value.update(status="not_stated"), "却列出了作答的条款", id="status"),
        pytest.param(lambda value: value.update(status="sure"), "无法识别", id="unknown status"),
    ],
)  # fmt: skip
def test_each_change_of_a_reply_is_found(
    knowledge: Knowledge, reply: dict[str, Any], change: Callable[[dict[str, Any]], None], told: str
) -> None:
    """And named."""
    changed = copy.deepcopy(reply)
    change(changed)
    assert told in reason(knowledge, changed)
    assert reason(knowledge, reply) == ""


def test_a_reply_without_proof_is_verified_as_far_as_it_goes(knowledge: Knowledge, reply: dict[str, Any]) -> None:
    """The step says that it could not be looked at."""
    old = copy.deepcopy(reply)
    del old["answers"][0]["proof"]
    (verdict,) = knowledge.verify([old])
    assert verdict.holds
    assert [step.detail for step in verdict.cards[0].steps if step.ok is None] == ["答复没有附校验值，未与原件核对。"]


def test_a_refusal_holds_while_the_question_is_refused(knowledge: Knowledge, refused: dict[str, Any]) -> None:
    """And the clauses named as nearest say what is quoted of them."""
    assert reason(knowledge, refused) == ""
    assert "现在重新提问，结果不同" in reason(knowledge, refused | {"question": QUESTION})
    changed = copy.deepcopy(refused)
    changed["nearest"][0]["quote"] = "奖励五百元。"
    assert "没有这段引文：“奖励五百元。”" in reason(knowledge, changed)


@pytest.mark.parametrize(
    ("question", "districts", "topic"),
    [
        ("山亭区举报奖励多少钱？", None, "case_transfer"),
        (QUESTION, None, "revisit"),
        (QUESTION, ("郑州高新技术产业开发区",), None),
    ],
)
def test_a_refusal_under_what_its_user_chose_is_asked_again_so(
    knowledge: Knowledge, question: str, districts: tuple[str, ...] | None, topic: str | None
) -> None:
    """With the district and topic chosen it still holds; as the plain question it would not."""
    refused = as_json(knowledge.ask(question, districts=districts, topic=topic))
    assert refused["status"] != "answered"
    assert refused["chosen"] == {"districts": list(districts) if districts else None, "topic": topic}
    assert reason(knowledge, refused) == ""
    assert "结果不同" in reason(knowledge, refused | {"chosen": None})
    assert reason(knowledge, refused | {"chosen": {"districts": None, "topic": "没有的事项"}}) == ""


def test_a_reply_on_a_text_that_was_replaced_names_both_versions(tmp_path: Path) -> None:
    """Hash of the old text and of the new one; what stands in another document still holds."""
    texts = {"a.txt": make_notice("红杉区"), "b.txt": make_notice("白榆区", agency="白政办发")}
    data_dir, _, _ = build_from(tmp_path, texts)
    knowledge = Knowledge.open(data_dir)
    old, other = (as_json(knowledge.ask(f"{place}案件移送几日内？")) for place in ("红杉区", "白榆区"))
    before = knowledge.document(old["answers"][0]["document"]["slug"]).sha256
    new = write_texts(tmp_path / "new", {"a.txt": make_notice("红杉区", days="七日")})
    import_paths(data_dir, [new])
    build_knowledge(data_dir)
    after = knowledge.document(old["answers"][0]["document"]["slug"]).sha256
    first, second = knowledge.verify([old, other])
    knowledge.close()
    assert not first.holds
    assert first.reason
    assert "已换成新文本" in first.reason
    assert before in first.reason
    assert after in first.reason
    assert "期限" in first.reason
    assert second.holds


def test_a_document_that_was_removed(copied: Path) -> None:
    """Is named by its number."""
    knowledge = Knowledge.open(copied)
    old = as_json(knowledge.ask(QUESTION))
    with Store.open(copied) as store:
        store.remove_document(old["answers"][0]["document"]["slug"])
    assert "已没有这份文件：卫政办〔2024〕1号" in reason(knowledge, old)
    knowledge.close()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE texts SET raw = CAST(replace(CAST(raw AS TEXT), '3个', '5个') AS BLOB)", "原件与登记的 SHA-256 不符"),
        ("UPDATE texts SET normal_text = replace(normal_text, '3个工作日', '5个工作日')", "文字与登记的 SHA-256 不符"),
    ],
)
def test_a_store_that_was_tampered_with(copied: Path, reply: dict[str, Any], sql: str, told: str) -> None:
    """What was changed behind the store's back is found, whatever hash it carries."""
    connection = sqlite3.connect(copied / "quanze.db")
    with connection:
        connection.execute(sql)
    connection.close()
    knowledge = Knowledge.open(copied)
    assert told in reason(knowledge, reply)
    knowledge.close()


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "不是一份答复"),
        ([], "不是一份答复"),
        ("text", "不是一份答复"),
        ({}, "字段“question”"),
        ({"question": "a"}, "字段“status”"),
        ({"question": "a", "status": "answered", "text": "", "answers": {}, "nearest": []}, "字段“answers”"),
        ({"question": "a", "status": "answered", "text": "", "answers": [1], "nearest": []}, "字段“answers”"),
        ({"question": "a", "status": "answered", "text": "", "answers": [{}], "nearest": []}, r"answers\[0\].*字段“document”"),
        ({"id": [], "question": "a", "status": "b", "text": "", "answers": [], "nearest": []}, "字段“id”"),
    ],
)  # fmt: skip
def test_what_is_no_reply_is_told_of(knowledge: Knowledge, value: object, told: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(UserError, match=told) as caught:
        knowledge.verify([value])
    assert caught.value.hint
    with pytest.raises(UserError, match="第 2 份答复"):
        knowledge.verify([as_json(knowledge.ask(QUESTION)), value])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def places(value: object, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all values inside ``value``."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(place for key, below in inner for place in places(below, (*above, key)))]


@given(data=st.data())
@settings(max_examples=150)
def test_any_json_gives_a_verdict_or_a_message(
    knowledge: Knowledge, reply: dict[str, Any], data: st.DataObject
) -> None:
    """Whatever stands in the place of any value of a reply; what is no reply at all, too."""
    changed: Any = {"root": copy.deepcopy(reply)}
    *above, last = data.draw(st.sampled_from([("root", *place) for place in places(reply)]))
    holder = changed
    for key in above:
        holder = holder[key]
    holder[last] = data.draw(JSON)
    with suppress(UserError):
        verdicts = knowledge.verify([changed["root"]])
        assert isinstance(verifications_to_dict(verdicts)["replies"][0]["holds"], bool)


@pytest.mark.parametrize("field", ["question", "text", "status"])
def test_half_a_surrogate_pair_does_no_harm(knowledge: Knowledge, reply: dict[str, Any], field: str) -> None:
    """It is no text of the store."""
    assert knowledge.verify([reply | {field: reply[field] + "\ud800"}])
    changed = copy.deepcopy(reply)
    changed["answers"][0]["document"]["slug"] = "\udfff"
    assert knowledge.verify([changed])


def test_verdicts_as_json(knowledge: Knowledge, reply: dict[str, Any]) -> None:
    """Each step with its name, and how many hold."""
    changed = copy.deepcopy(reply)
    changed["answers"][0]["deadlines"][0]["value"] = 5
    told = json.loads(json.dumps(verifications_to_dict(knowledge.verify([reply, changed])), ensure_ascii=False))
    assert (told["total"], told["holding"]) == (2, 1)
    holding, broken = told["replies"]
    assert (holding["holds"], holding["verdict"], holding["reason"], holding["id"]) == (True, "仍然成立", None, "7")
    assert (broken["verdict"], broken["cards"][0]["holds"]) == ("已不成立", False)
    names = [check["name"] for check in holding["cards"][0]["checks"]]
    assert names == ["文件", "原件", "条款位置", "条款文字", "引文", "引用写法", "职责", "期限", "直接回答"]
