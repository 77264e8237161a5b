"""Expressions over the index: what fits, how choices narrow it, and that every count is what choosing would give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import (
    FACET_NAMES,
    GROUPS,
    AllOf,
    Among,
    AnyOf,
    Choices,
    DutyEntry,
    Entry,
    Expression,
    Page,
    Phrase,
    Segmenter,
    WhooshIndex,
    Without,
    Words,
)


def entry(document: str, eid: str, heading: str, text: str, district: str, *duties: DutyEntry) -> Entry:
    return Entry(
        document, eid, f"{district}综合执法办法", ("二、工作机制",), f"（一）{heading}。{text}", district,
        tuple(dict.fromkeys(duty.topic for duty in duties)),
        tuple(dict.fromkeys(name for duty in duties for name in duty.departments)),
        "level", heading, {"east": "2021", "west": "2024"}[document], duties,
    )  # fmt: skip


def duty(
    number: str, text: str, topic: str, actor: str, modality: str = "obligation", *, limit: bool = False
) -> DutyEntry:
    return DutyEntry(number, f"{actor}\n{text}", topic, (actor,), modality, limit)


ENTRIES = (
    entry("east", "2.1", "案件移送", "各镇办应当在3个工作日内移送；不得拒收案卷材料。", "东区",
          duty("d1", "应当在3个工作日内移送", "case_transfer", "各镇办", limit=True),
          duty("d2", "不得拒收案卷材料", "case_transfer", "区司法局", "prohibition")),
    entry("east", "2.2", "联席会议", "区司法局每季度召开一次联席会议，通报案件办理情况。", "东区",
          duty("d3", "每季度召开一次联席会议", "joint_meeting", "区司法局", limit=True)),
    entry("west", "2.1", "移送程序", "各街道办应当自立案之日起三日内移送案件。", "西区",
          duty("d4", "应当自立案之日起三日内移送案件", "case_transfer", "各街道办", limit=True)),
    entry("west", "2.2", "送达", "移交与送达的案件由区司法局可以审查。ABC系统登记。", "西区",
          duty("d5", "可以审查移交与送达的案件", "general", "区司法局", "permission")),
    entry("west", "att1.1", "案件移送函", "案由、承办人。", "西区"),
)  # fmt: skip
KEYS = {f"{item.document}/{item.eid}": item for item in ENTRIES}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, segmenter: Segmenter) -> Iterator[WhooshIndex]:
    opened = WhooshIndex.build(tmp_path_factory.mktemp("explored"), ENTRIES, segmenter, revision=1)
    yield opened
    opened.close()


def found(index: WhooshIndex, expression: Expression, choices: Choices = Choices()) -> set[str]:  # noqa: B008  # frozen
    pages = [index.explore(expression, choices, Page(group, limit=100)) for group in ("clauses", "attachments")]
    return {f"{hit.document}/{hit.eid}" for page in pages for hit in page.clauses}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (Words("移送"), {"east/2.1", "west/2.1", "west/att1.1"}),
        (Words("案件移送"), {"east/2.1", "west/2.1", "west/att1.1"}),
        (Words("移送的案件"), {"east/2.1", "west/2.1", "west/att1.1"}),
        (Words("3日"), {"west/2.1"}),
        (Words("3个工作日内移送"), {"east/2.1"}),
        (Words("三个工作日"), {"east/2.1"}),
        (Words("abc"), {"west/2.2"}),
        (Words("函"), {"west/att1.1"}),
        (Words("工作机制"), set(KEYS)),
        (Words("综合"), set()),  # stands in the titles of the documents only
        (Words("葡萄"), set()),
        (Words("？！"), set()),
        (Phrase("案件移送"), {"east/2.1", "west/att1.1"}),
        (Phrase("送案件"), {"west/2.1"}),
        (Phrase("3个工作日内移送；不得"), {"east/2.1"}),
        (Phrase("移送案卷"), set()),
        (Phrase("移送", in_heading=True), {"east/2.1", "west/2.1", "west/att1.1"}),
        (Phrase("案件", in_heading=True), {"east/2.1", "west/att1.1"}),
        (AllOf((Words("移送"), Words("材料"))), {"east/2.1"}),
        (AnyOf((Words("材料"), Words("季度"))), {"east/2.1", "east/2.2"}),
        (Without(Words("移送")), {"east/2.2", "west/2.2"}),
        (AllOf((Words("案件"), Without(Phrase("移送")))), {"east/2.2", "west/2.2"}),
        (Among("department", frozenset({"区司法局"})), {"east/2.1", "east/2.2", "west/2.2"}),
        (Among("topic", frozenset()), set()),
        (AllOf(()), set(KEYS)),
        (AnyOf(()), set()),
    ],
)
def test_expressions_find(built: WhooshIndex, expression: Expression, expected: set[str]) -> None:
    """Words anywhere, phrases in a row, numbers in both spellings; the document's title is no place to be found in."""
    assert found(built, expression) == expected


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (Choices(district=("东区",)), {"east/2.1"}),
        (Choices(district=("东区", "西区")), {"east/2.1", "west/2.1", "west/att1.1"}),
        (Choices(topic=("case_transfer",), document=("west",)), {"west/2.1"}),
        (Choices(modality=("prohibition",)), {"east/2.1"}),
        (Choices(deadline=("no",)), {"west/att1.1"}),
        (Choices(year=("2024",), deadline=("yes",)), {"west/2.1"}),
        (Choices(district=("没有",)), set()),
    ],
)
def test_choices_narrow(built: WhooshIndex, choices: Choices, expected: set[str]) -> None:
    """One of the values of each facet; several facets together."""
    assert found(built, Words("移送"), choices) == expected


def test_duties_are_found_by_their_own_words_under_their_headings(built: WhooshIndex) -> None:
    """A word of another sentence of the clause does not bring a duty in, a heading does; filters are the duty's own."""

    def duties(expression: Expression, choices: Choices = Choices()) -> set[str]:  # noqa: B008  # frozen
        return {hit.id for hit in built.explore(expression, choices, Page("duties", limit=100)).duties}

    assert duties(Words("案卷")) == {"d2"}
    assert duties(Words("移送")) == {"d1", "d2", "d4"}  # d2 stands under 案件移送
    assert duties(Words("三日")) == {"d4"}
    assert duties(Words("移送"), Choices(modality=("prohibition",))) == {"d2"}
    assert duties(AllOf(()), Choices(department=("区司法局",), deadline=("yes",))) == {"d3"}
    assert duties(Without(Words("移送"))) == {"d3", "d5"}


def test_departments_are_those_of_the_duties_found(built: WhooshIndex) -> None:
    """Each once for its district, those with most duties first, with the documents."""
    page = built.explore(AllOf(()), Choices(), Page("departments", limit=10))
    assert [(hit.district, hit.name, hit.duties, hit.documents) for hit in page.departments] == [
        ("东区", "区司法局", 2, ("east",)),
        ("东区", "各镇办", 1, ("east",)),
        ("西区", "区司法局", 1, ("west",)),
        ("西区", "各街道办", 1, ("west",)),
    ]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("expression", [AllOf(()), Words("案件"), Words("移送")])
@pytest.mark.parametrize(
    "choices", [Choices(), Choices(topic=("case_transfer",)), Choices(district=("东区",), modality=("obligation",))]
)
def test_counts_are_what_choosing_gives(
    built: WhooshIndex, group: str, expression: Expression, choices: Choices
) -> None:
    """The count beside a value is the number of hits with this value alone chosen of its facet."""
    page = Page(group, limit=100)  # type: ignore[arg-type]
    whole = built.explore(expression, choices, page)
    assert [facet.name for facet in whole.facets] == list(FACET_NAMES)
    for facet in whole.facets:
        for value, count in facet.counts:
            chosen = built.explore(expression, replace(choices, **{facet.name: (value,)}), page)
            assert chosen.totals[group] == count, (facet.name, value)  # type: ignore[index]
            assert len(chosen.clauses) + len(chosen.duties) + len(chosen.departments) == count


def test_totals_do_not_depend_on_the_group_and_pages_cover_all_hits_once(built: WhooshIndex) -> None:
    """Paging gives every hit once, in either order; totals are the same on every page."""
    for sort in ("relevance", "document"):
        for group in GROUPS:
            pages = [built.explore(Words("案件"), Choices(), Page(group, sort, at, 2)) for at in range(0, 8, 2)]  # type: ignore[arg-type]
            hits = [hit for page in pages for hit in (*page.clauses, *page.duties, *page.departments)]
            assert len(hits) == len(set(hits)) == pages[0].totals[group]
            assert {tuple(page.totals.items()) for page in pages} == {tuple(pages[0].totals.items())}
    ordered = built.explore(Words("案件"), Choices(), Page(sort="document")).clauses
    assert [f"{hit.document}/{hit.eid}" for hit in ordered] == ["east/2.1", "east/2.2", "west/2.1", "west/2.2"]


def test_more_relevant_clauses_come_first(built: WhooshIndex) -> None:
    """Scores fall."""
    hits = built.explore(AnyOf((Words("移送"), Words("案件")))).clauses
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert {hits[0].eid, hits[1].eid} == {"2.1"}


def test_counts_and_labels(built: WhooshIndex) -> None:
    """How much was read from each document; departments and headings with their clauses."""
    counts = built.counts()["east"]
    assert (counts.clauses, counts.duties, counts.with_deadline) == (2, 3, 2)
    assert built.labels().departments["区司法局"] == 3
    assert built.labels().headings["联席会议"] == 1


def test_an_update_is_seen_at_once(tmp_path: Path, segmenter: Segmenter) -> None:
    """Removed documents leave counts, totals and labels with the update, new ones come in."""
    index = WhooshIndex.build(tmp_path / "index", ENTRIES, segmenter, revision=1)
    assert index.explore(Words("移送")).totals["clauses"] == 2
    index.update([], ["west"], revision=2)
    explored = index.explore(Words("移送"))
    assert explored.totals == {"clauses": 1, "duties": 2, "departments": 2, "attachments": 0}
    assert dict(explored.facets[0].counts) == {"东区": 1}
    assert "west" not in index.counts()
    index.update(ENTRIES[2:], [], revision=3)
    assert index.explore(Words("移送")).totals["clauses"] == 2
    index.close()


WORDS = st.sampled_from(["案件", "移送", "材料", "三日", "3个工作日", "", "abc", "（", "葡萄", "\x00", "𠀀"])
EXPRESSIONS = st.recursive(
    st.builds(Words, WORDS) | st.builds(Phrase, WORDS, st.booleans()),
    lambda parts: (
        st.builds(Without, parts)
        | st.builds(AllOf, st.lists(parts, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


@given(expression=EXPRESSIONS)
def test_logic_holds_for_any_expression(built: WhooshIndex, expression: Expression) -> None:
    """What fits and what does not are all clauses, none of them in both; twice not is the same."""
    fits, others = found(built, expression), found(built, Without(expression))
    assert fits | others == set(KEYS)
    assert not fits & others
    assert found(built, Without(Without(expression))) == fits


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ("案件移送 材料", (), ("案件", "移送", "材料")),
        ("3日内移送给谁", ("=3日",), ("移送",)),
        ("三个工作日", ("=3工作日",), ()),
        ("联席会议", (), ("联席", "会议")),
        ("的", (), ("的",)),
    ],
)
def test_search_words(segmenter: Segmenter, text: str, numbers: tuple[str, ...], words: tuple[str, ...]) -> None:
    """Numbers count once, function words not at all unless there is nothing else, composed words by their parts."""
    assert segmenter.search_words(text) == (numbers, words)
