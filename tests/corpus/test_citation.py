"""Citations: written and read again they name the same clause; references in running text are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import (
    clause_records,
    document_record,
    find_cited,
    find_references,
    fold_text,
    path_steps,
    render_citation,
    render_path,
)
from tests.corpus.helpers import GOLDEN, INVENTED, SHIPPED, parsed

# In this one the numbers （一） stand outermost: 第（一）项 alone names no clause, since most texts mean their own article.
_ROUND_TRIP = [path for path in (*SHIPPED, *INVENTED) if path.stem != "hexi_posts"]


@pytest.mark.parametrize("path", _ROUND_TRIP, ids=lambda path: path.stem)
def test_there_and_back(path: Path) -> None:
    """The official citation of every numbered clause, read again, finds that clause."""
    document = parsed(path)
    records = clause_records(document)
    numbered = [record for record in records if record.kind in ("article", "point", "indent", "level", "part")]
    for record in numbered:
        if any("①" <= number <= "⑳" for number in record.path):
            continue
        title = f"《{document.metadata.title}》"
        cited = render_citation(document_record(document), record).rpartition("》")[2]
        references = find_references(cited)
        assert len(references) == 1, (title, cited)
        assert record in find_cited(references[0], records), cited


def test_shipped_paths_are_steps() -> None:
    """The steps of a path are those of its citation: form and number, from the outside in."""
    assert path_steps(("三", "（一）", "2")) == (("cn_dot", 3, 0), ("cn_paren", 1, 0), ("ar_dot", 2, 0))
    assert path_steps(("第五条之一", "（三）")) == (("article", 5, 1), ("cn_paren", 3, 0))
    assert path_steps(("附件2", "一")) == (("attachment", 2, 0), ("cn_dot", 1, 0))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param((), "", id="the document"),
        pytest.param(("三", "（一）", "2"), "第三部分第（一）项第2目", id="level"),
        pytest.param(("五", "1"), "第五部分第1目", id="item directly below a part"),
        pytest.param(("第五条", "（一）", "2"), "第五条第（一）项第2目", id="article"),
        pytest.param(("第二部分", "一", "（二）"), "第二部分一、第（二）项", id="below a part"),
        pytest.param(("附件2",), "附件2", id="attachment"),
    ],
)
def test_rendered_path(path: tuple[str, ...], expected: str) -> None:
    """A path in official words."""
    assert render_path(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("依照本办法第六条移送", [("第六条", None)], id="article"),
        pytest.param("第五条第二款第（一）项规定", [("第五条第二款第（一）项", 2)], id="paragraph and point"),
        pytest.param("第十条之一第三款", [("第十条之一第三款", 3)], id="inserted article"),
        pytest.param("见三（一）2的规定", [("三（一）2", None)], id="short form"),
        pytest.param("第三部分第（一）项第2目", [("第三部分第（一）项第2目", None)], id="official form"),
        pytest.param("填写附件2并报送", [("附件2", None)], id="attachment"),
        pytest.param("附件2第一部分第（一）项", [("附件2第一部分第（一）项", None)], id="inside an attachment"),
        pytest.param("第 21 条 和 第二十二条", [("第21条", None), ("第二十二条", None)], id="spaces"),
        pytest.param("十五个工作日内", [], id="no reference"),
    ],
)
def test_references(text: str, expected: list[tuple[str, int | None]]) -> None:
    """References in running text, with the paragraph that they name."""
    assert [(fold_text(found.text), found.paragraph) for found in find_references(text)] == expected


def test_paragraph_tells_two_lists_apart() -> None:
    """第七条第二款第（一）项 is the item below the second paragraph, not the one below the first."""
    records = clause_records(parsed(GOLDEN / "documents" / "luyuan_pages.txt"))
    first, second = (find_cited(find_references(f"第七条第{n}款第（一）项")[0], records) for n in "一二")
    assert [record.eid for record in first] == ["art_7.1"]
    assert [record.eid for record in second] == ["art_7.1~2"]


def test_title_in_title() -> None:
    """《》 inside a title become 〈〉 (GB/T 15834-2011 4.15.3.4)."""
    record = document_record(parsed(next(path for path in SHIPPED if path.stem == "shanting")))
    assert render_citation(record).startswith("《山亭区人民政府办公室关于印发〈建立健全")
    assert render_citation(record).endswith("（山政办发〔2021〕13号）")
