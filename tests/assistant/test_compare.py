"""Districts side by side: which rules stand in one row, in what they differ, how limits are ordered, what is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Knowledge, Matrix, UnknownDistrictError, find_contrasts, keep_differences, matrix_to_dict
from assistant.acts import act_key, find_acts, is_extension, load_acts, pattern_entries
from assistant.clause_diff import MAX_WORDS, diff_words
from assistant.compare import CompareRow
from assistant.strictness import strictness
from corpus import Deadline, Duty, PatternEntry, fold_text
from graph import find_deadlines, load_topics

from .helpers import build_from

if TYPE_CHECKING:
    from collections.abc import Iterator

ACT_EXAMPLES = [(act.id, text) for act in load_acts().values() for text in act.examples]
ACT_COUNTER_EXAMPLES = [(act.id, text) for act in load_acts().values() for text in act.counter_examples]
PATTERNS = [entry for name in ("nouns", "exceptions", "extensions") for entry in pattern_entries(name)]

RULES = """{district}人民政府办公室文件

{agency}〔2023〕5号

{district}人民政府办公室关于印发《{district}执法协作办法》的通知

各镇人民政府，区直各部门：

现将《{district}执法协作办法》印发给你们，请遵照执行。

{district}人民政府办公室
2023年5月6日

{district}执法协作办法

一、案件移送

{transfer}

{more}
"""
DOCUMENTS = {
    "east": (
        "东桥区", "东政办", "区农业农村局发现违法行为不属于本部门管辖的，应当在三日内移送区综合执法局；情况紧急的，应当立即移送区综合执法局。",
        "区综合执法局应当在五日内向移送部门反馈处理结果。",
    ),
    "south": (
        "南桥区", "南政办", "区农业农村局发现违法行为不属于本部门管辖的，应当在3个工作日内移送区综合执法局。",
        "区综合执法局不得拒绝接收移送案件。",
    ),
    "west": ("西桥区", "西政办", "区农业农村局发现违法行为不属于本部门管辖的，应当及时移送区综合执法局。", ""),
    "north": (
        "北桥区", "北政办", "区综合执法局应当加强案件移送工作的宣传。",
        "二、联合执法\n\n区综合执法局在联合执法中发现案件不属于本部门管辖的，应当在联合执法结束后二日内移交主管部门。",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """Four invented districts with four ways to hand over cases."""
    texts = {
        f"{name}.txt": RULES.format(district=district, agency=agency, transfer=transfer, more=more)
        for name, (district, agency, transfer, more) in DOCUMENTS.items()
    }
    data_dir, _, _ = build_from(tmp_path_factory.mktemp("bridges"), texts)
    opened = Knowledge.open(data_dir)
    yield opened
    opened.close()


def find_row(matrix: Matrix, label: str, topic: str = "case_transfer") -> CompareRow:
    """The row of a topic with this label."""
    return next(row for row in matrix.rows if row.topic == topic and row.label == label)


def deadline(text: str) -> Deadline:
    """The time limit that ``text`` holds."""
    return find_deadlines(text)[0]


def duty(action: str, topic: str = "general", counterparts: tuple[str, ...] = ()) -> Duty:
    """A duty with this act."""
    return Duty(
        "d", "x", "x", None, "1", (), 1, action, (0, 1), (), True, "obligation", action, counterparts, topic=topic
    )  # fmt: skip


@pytest.mark.parametrize(("act", "text"), ACT_EXAMPLES)
def test_an_act_is_found_in_its_examples(act: str, text: str) -> None:
    """First of all acts, or right after another that the example names too."""
    assert act in find_acts(text)[:2]


@pytest.mark.parametrize(("act", "text"), ACT_COUNTER_EXAMPLES)
def test_an_act_is_not_found_in_its_counter_examples(act: str, text: str) -> None:
    """Words that only look like it do not count."""
    assert act not in find_acts(text)


@pytest.mark.parametrize("entry", PATTERNS, ids=lambda entry: entry.id)
def test_patterns_match_their_examples_and_no_others(entry: PatternEntry) -> None:
    """On folded text."""
    assert all(entry.regex.search(fold_text(text)) for text in entry.examples)
    assert not any(entry.regex.search(fold_text(text)) for text in entry.counter_examples)


def test_acts_belong_to_topics_that_exist() -> None:
    """And name parties that exist."""
    data = json.loads((Path(__file__).parents[2] / "assistant" / "data" / "compare.json").read_text("utf-8"))
    parties = {entry["id"] for entry in data["parties"]}
    for act in load_acts().values():
        assert set(act.topics) <= set(load_topics().labels), act.id
        assert set(act.parties) <= parties, act.id


@pytest.mark.parametrize(
    ("action", "topic", "counterparts", "label"),
    [
        pytest.param("移送至有管辖权的部门", "case_transfer", ("有管辖权的部门",), "移送", id="plain"),
        pytest.param("移送司法机关", "criminal_interface", ("司法机关",), "移送（对司法机关、公安机关）", id="party"),
        pytest.param("形成书面资料，移交有管辖权的部门", "case_transfer", (), "移送", id="topic's act first"),
        pytest.param("提出书面意见，并移交各镇办", "assistance", ("各镇办",), "出具意见、结论", id="other topic"),
        pytest.param("书面通报原移送部门", "case_transfer", ("原移送部门",), "告知、通报", id="counterpart masked"),
        pytest.param("建立案件移送制度", "case_transfer", (), "建立制度机制", id="system, not act"),
        pytest.param("告知投诉人处理结果", "complaint", ("投诉人",), "告知、通报（对当事人、群众）", id="public"),
        pytest.param("推诿、刁难", "assistance", (), "其他", id="none known"),
    ],
)
def test_a_duty_is_compared_by_its_act(action: str, topic: str, counterparts: tuple[str, ...], label: str) -> None:
    """The act that its topic is about comes before others that it names."""
    assert act_key(duty(action, topic, counterparts)).label == label


def test_limits_stand_in_order_from_strict_to_loose() -> None:
    """日 before the same number of 工作日, 及时 after all numbers; no two of these are equal."""
    texts = [
        "立即移送", "24小时内移送", "三日内移送", "3个工作日内移送", "七日内移送", "一周内移送", "十个工作日内移送",
        "一个月内移送", "每月召开一次", "会前十日征集", "及时移送",
    ]  # fmt: skip
    orders = [strictness(deadline(text)) for text in texts]
    assert orders == sorted(orders)
    assert len(set(orders)) == len(orders)


def test_the_same_limit_in_other_digits_is_equal() -> None:
    """三日 and 3日; but 3日 is never 3个工作日."""
    assert strictness(deadline("三日内移送")) == strictness(deadline("3日内移送"))
    assert strictness(deadline("3日内移送")) != strictness(deadline("3个工作日内移送"))


def test_extensions_are_told_from_limits() -> None:
    """Also where they hold a number."""
    assert is_extension("延长期限不得超过十日")
    assert not is_extension("十日内")


def test_a_row_sets_like_beside_like(bridges: Knowledge) -> None:
    """Handing over beside handing over, general limit before special case, ranked; 及时 last of those with a rule."""
    row = find_row(bridges.compare(["case_transfer"]), "移送")
    shown = {
        cell.district: (cell.status, cell.rank, [limit.deadline.text for limit in cell.limits]) for cell in row.cells
    }
    assert shown["东桥区"] == ("fixed", 1, ["三日内", "立即"])
    assert shown["南桥区"] == ("fixed", 2, ["3个工作日内"])
    assert shown["西桥区"] == ("vague", 3, ["及时"])
    assert [limit.deadline.text for limit in row.ladder] == ["三日内", "3个工作日内", "及时"]
    assert row.cells[0].district in shown
    assert set(row.differences) == {"deadline", "day_workday"}


def test_the_special_case_is_named(bridges: Knowledge) -> None:
    """立即 holds where 情况紧急的."""
    row = find_row(bridges.compare(["case_transfer"], ["东桥区", "西桥区"]), "移送")
    assert [limit.case for limit in row.cells[0].limits] == [None, "情况紧急的"]


def test_the_act_under_another_topic_is_shown_but_not_compared(bridges: Knowledge) -> None:
    """A district that hands over cases under another heading is not said to have no rule."""
    row = find_row(bridges.compare(["case_transfer"], ["东桥区", "南桥区", "北桥区"]), "移送")
    cell = row.cells[2]
    assert (cell.status, cell.rank) == ("elsewhere", None)
    assert {entry.topic for entry in cell.entries} == {entry.duty.topic for entry in cell.entries} - {"case_transfer"}
    assert "missing" not in row.differences


def test_no_rule_is_not_the_same_as_not_in_the_store(bridges: Knowledge) -> None:
    """A district without documents is not said to lack anything."""
    matrix = bridges.compare(["case_transfer"], ["东桥区", "西桥区", "火星区"])
    row = find_row(matrix, "反馈、答复")
    assert [cell.status for cell in row.cells] == ["fixed", "none", "not_in_store"]
    assert matrix.missing == ("火星区",)
    assert matrix.groups[0].counts[2] is None
    assert "火星区" not in [contrast.district for contrast in find_contrasts(matrix)]


def test_only_here_and_missing_here(bridges: Knowledge) -> None:
    """Between two districts, what the one alone has the other lacks."""
    east, west = find_contrasts(bridges.compare(["case_transfer"], ["东桥区", "西桥区"]))
    assert "反馈、答复" in [row.label for row in east.only_here]
    assert "反馈、答复" in [row.label for row in west.missing_here]
    assert east.missing_here == west.only_here == ()


def test_missing_among_several_needs_two_others(bridges: Knowledge) -> None:
    """What one of three has is only its own; the others do not lack it."""
    contrasts = find_contrasts(bridges.compare(["case_transfer"], ["东桥区", "南桥区", "西桥区"]))
    assert contrasts[2].missing_here == ()


def test_one_district_alone_differs_from_nobody(bridges: Knowledge) -> None:
    """Beside a district that is not in the store there is nothing to compare with either."""
    matrix = bridges.compare((), ["东桥区", "火星区"])
    assert matrix.rows
    assert keep_differences(matrix).groups == ()
    assert find_contrasts(matrix) == ()


def test_only_differences_keeps_rows_that_differ(bridges: Knowledge) -> None:
    """And drops topics with none."""
    matrix = bridges.compare()
    kept = keep_differences(matrix)
    assert kept.rows == tuple(row for row in matrix.rows if row.differences)
    assert all(group.rows for group in kept.groups)


def test_a_name_that_fits_several_districts_is_asked_back(invented: Knowledge) -> None:
    """With the districts it may mean."""
    with pytest.raises(UnknownDistrictError, match="高新区") as error:
        invented.compare((), ["高新区"])
    assert "白榆高新技术产业开发区" in error.value.hint


def test_every_entry_is_verbatim_and_of_its_district(knowledge: Knowledge) -> None:
    """Each quote stands in its clause, each clause in a document of the column's district; cells lose no duty."""
    matrix = knowledge.compare()
    for row in matrix.rows:
        for cell in row.cells:
            for entry in cell.entries:
                assert entry.duty.quote in entry.clause.text
                assert entry.document.metadata.jurisdiction == cell.district
                assert entry.citation == knowledge.citation(entry.document, entry.clause)
                assert (entry.topic or row.topic) == entry.duty.topic
    shown = {entry.duty.id for row in matrix.rows for cell in row.cells for entry in cell.entries}
    merged = [duty for duty in knowledge.duties() if duty.jurisdiction and duty.id not in shown]
    assert all(any(duty.quote in other.quote for other in knowledge.duties() if other.id in shown) for duty in merged)


def test_most_acts_of_the_shipped_documents_are_told(knowledge: Knowledge) -> None:
    """At most a tenth of their duties stands under 其他."""
    keys = [act_key(duty) for duty in knowledge.duties()]
    assert sum(key.act == "other" for key in keys) <= len(keys) / 10


def test_real_districts_side_by_side(knowledge: Knowledge) -> None:
    """工作日, 日 and 十个工作日 for handing over cases, each as written."""
    matrix = knowledge.compare(["case_transfer", "assistance"])
    transfer = {cell.district: cell.limits[0].deadline.text for cell in find_row(matrix, "移送").cells if cell.limits}
    assert transfer["卫滨区"] == "3个工作日内"
    assert transfer["山亭区"] == "三日内"
    assert transfer["忻州经济开发区"] == "十个工作日内"
    opinion = {cell.district: cell for cell in find_row(matrix, "出具意见、结论", "assistance").cells}
    assert [opinion[name].limits[0].deadline.text for name in ("山亭区", "卫滨区")] == ["五日内", "5个工作日内"]
    assert [opinion[name].rank for name in ("山亭区", "卫滨区")] == [1, 2]


def test_actors_with_the_same_rule_are_one_entry(knowledge: Knowledge) -> None:
    """A sentence with two actors is not shown twice."""
    cell = find_row(knowledge.compare(["case_transfer"], ["卫滨区"]), "移送").cells[0]
    assert cell.entries[0].actors == ("各镇办", "区级有关执法部门")


def test_json_holds_the_whole_matrix(bridges: Knowledge) -> None:
    """In the documented shape, and it is JSON."""
    matrix = bridges.compare(["case_transfer"], ["东桥区", "火星区"])
    data = json.loads(json.dumps(matrix_to_dict(matrix), ensure_ascii=False))
    assert set(data) == {"districts", "topics", "contrasts", "order"}
    assert [district["in_store"] for district in data["districts"]] == [True, False]
    cell = data["topics"][0]["rows"][0]["cells"][0]
    assert set(cell) == {"district", "status", "rank", "limits", "entries"}
    assert cell["entries"][0]["quote"]


def test_counts_of_topics_are_those_of_the_duties(knowledge: Knowledge) -> None:
    """Of each district and topic."""
    counts = knowledge.topic_counts()
    assert sum(counts.values()) == len(knowledge.duties())
    (group,) = knowledge.compare(["case_transfer"]).groups
    assert [counts.get((name, "case_transfer"), 0) for name in knowledge.districts()] == list(group.counts)
    assert counts["卫滨区", "case_transfer"] == len(knowledge.duties(district="卫滨区", topic="case_transfer"))


def test_word_differences_give_both_texts_back() -> None:
    """What both have is not marked; full-width digits make no difference."""
    diff = diff_words(["应当", "在", "三日", "内", "移送"], ["应当", "在", "3", "个", "工作日", "内", "移送"])
    assert "".join(piece.text for piece in diff.left) == "应当在三日内移送"
    assert [piece.text for piece in diff.right if piece.own] == ["3个工作日"]
    assert diff_words(["３", "日"], ["3", "日"]).shared == 1


def test_a_lone_particle_is_not_left_standing() -> None:
    """Shared runs of one letter between differences count as different."""
    diff = diff_words(["甲方", "应当", "的", "乙"], ["甲方", "不得", "的", "丙"])
    assert [piece.text for piece in diff.left if piece.own] == ["应当的乙"]


def test_texts_too_long_to_compare_come_back_unmarked() -> None:
    """And whole."""
    long = ["字"] * (MAX_WORDS + 1)
    diff = diff_words(long, ["字"])
    assert not diff.marked
    assert "".join(piece.text for piece in diff.left) == "".join(long)


def test_empty_texts_have_nothing_in_common() -> None:
    """And nothing to mark."""
    assert diff_words([], []).left == ()


def test_two_clauses_side_by_side(knowledge: Knowledge) -> None:
    """The two limits are marked, the words around them are not."""
    ((_, left),) = knowledge.show("weibin/3.1.2")
    ((_, right),) = knowledge.show("shanting/2.2")
    diff = knowledge.compare_clauses(left, right)
    assert "".join(piece.text for piece in diff.left) == left.text
    assert "".join(piece.text for piece in diff.right) == right.text
    assert any("三日" in piece.text for piece in diff.right if piece.own)
    assert any("情况紧急" in piece.text for piece in diff.right if not piece.own)
