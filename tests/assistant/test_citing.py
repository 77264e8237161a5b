"""What clauses cite: their own document's clauses, documents of the store, texts outside; and where they are cited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Knowledge
from tests.assistant.helpers import build_from

RULE = """青桐区人民政府文件

青政发〔2023〕5号

青桐区人民政府关于印发《青桐区案件移送办法》的通知

各乡镇人民政府：

现将《青桐区案件移送办法》印发给你们。

青桐区人民政府
2023年5月6日

青桐区案件移送办法

第一条 为规范移送，根据《中华人民共和国行政处罚法》第二十二条，制定本办法。

第二条 区司法局应当在三日内移送案件，填写《案件移送函》。

第三条 依照本办法第二条移送的，区城管局应当受理。
"""
NOTICE = """青桐区人民政府办公室文件

青政办发〔2023〕9号

青桐区人民政府办公室关于做好案件移送工作的通知

各乡镇人民政府：

一、移送

各镇办应当按照《青桐区案件移送办法》（青政发〔2023〕5号）第二条移送案件。

二、备案

移送后依青政发〔2023〕5号备案。

青桐区人民政府办公室
2023年6月6日
"""


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    folder: Path = tmp_path_factory.mktemp("citing")
    data_dir, _, _ = build_from(folder, {"rule.txt": RULE, "notice.txt": NOTICE})
    opened = Knowledge.open(data_dir)
    yield opened
    opened.close()


def slug(knowledge: Knowledge, number: str) -> str:
    return knowledge.document(number).slug


def test_own_clauses_and_texts_outside(cited: Knowledge) -> None:
    """本办法第二条 leads to the clause; a law that is not in the store is named; a form is no document."""
    rule = slug(cited, "青政发〔2023〕5号")
    told = [
        (item.text, item.document and item.document.slug, item.clause and item.clause.path)
        for item in cited.citings(rule)
    ]
    assert told == [
        ("《中华人民共和国行政处罚法》第二十二条", None, None),
        ("第二条", rule, ("第二条",)),
    ]


def test_another_document_of_the_store(cited: Knowledge) -> None:
    """By title with number and clause, and by number alone."""
    rule, notice = slug(cited, "青政发〔2023〕5号"), slug(cited, "青政办发〔2023〕9号")
    told = [(item.text, item.document and item.document.slug) for item in cited.citings(notice)]
    assert told == [("《青桐区案件移送办法》（青政发〔2023〕5号）第二条", rule), ("青政发〔2023〕5号", rule)]


def test_cited_by_counts_own_clauses_and_other_documents(cited: Knowledge) -> None:
    """Both the document and, where it is named, the clause know of it."""
    rule = slug(cited, "青政发〔2023〕5号")
    found = cited.cited_by(rule)
    assert len(found) == 3
    assert [item.clause.path for item in found if item.clause] == [("第二条",), ("第二条",)]
    assert cited.cited_by(slug(cited, "青政办发〔2023〕9号")) == ()


def test_the_words_of_a_citation_stand_where_its_span_says(knowledge: Knowledge) -> None:
    """In every shipped document; all texts outside are named as such."""
    for record in knowledge.documents():
        text = {clause.eid: clause for clause in knowledge.clauses(record.slug)}
        for item in knowledge.citings(record.slug):
            clause = text[item.source[1]]
            start = clause.span[0]
            assert clause.text[item.span[0] - start : item.span[1] - start] == item.text
            assert item.name
