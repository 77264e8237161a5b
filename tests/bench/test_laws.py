"""The checks over a collection of laws find the faults they are there for."""

from __future__ import annotations

import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from bench import laws
from corpus import parse_document, read_source

LAW = """# 某某市集市条例

2021年3月1日 某某市人民代表大会常务委员会通过

<!-- INFO END -->

## 第一章 总则

第一条 为了管理集市，制定本条例。

第二条 本条例所称集市，是指：

（一）固定的集市；

（二）临时的集市。

## 第二章 附则

第三条 本条例自公布之日起施行。
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A small law as a Markdown file."""
    path = tmp_path / "law.md"
    path.write_text(LAW, "utf-8")
    return path


@pytest.mark.parametrize(
    ("numbers", "gap"),
    [
        pytest.param(["第一条", "第二条", "第三条"], "", id="gapless"),
        pytest.param(["第一条", "第一条之一", "第一条之二", "第二条"], "", id="added articles"),
        pytest.param(["第1条", "第2条"], "", id="Arabic"),
        pytest.param(["第二条"], "第一条 missing", id="first missing"),
        pytest.param(["第一条", "第三条"], "第二条 missing", id="one missing"),
        pytest.param(["第一条", "第二条", "第二条"], "第二条 repeated", id="repeated"),
        pytest.param(["第一条", "第二条", "第一条"], "第一条 after article 2", id="falls back"),
        pytest.param(["第一条", "第一条之二"], "第一条之二", id="added article missing"),
        pytest.param(["第条"], "no number", id="no number"),
    ],
)
def test_gaps_are_found(numbers: list[str], gap: str) -> None:
    """A run of article numbers is gapless, or the first break is named."""
    found = laws.find_gap(numbers, "")
    assert gap in found
    assert bool(found) == bool(gap)


def test_gap_says_whether_the_source_has_it() -> None:
    """A missing article that begins a line of the source is the parser's fault, and the report says so."""
    assert "though a line" in laws.find_gap(["第一条", "第三条"], "第一条 甲\n**第二条** 乙\n第三条 丙")
    assert "no line" in laws.find_gap(["第一条", "第三条"], "第一条 甲，依照第二条\n第三条 丙")


def test_comparison_ignores_only_marks() -> None:
    """White space and Markdown marks do not count when texts are compared, everything else does."""
    marked = "\ufeff# 标题\n<!-- INFO END -->\n**第一条** 甲 | 乙\n| --- | :-: |\n"
    assert laws.plain(marked) == "标题第一条甲乙"
    assert laws.plain("甲-乙") != laws.plain("甲乙")


def test_sound_text_has_no_fault(law: Path) -> None:
    """A law that parses well is reported with its articles and without a fault."""
    report = laws.examine(law)
    assert (report.failure, report.lost, report.gap) == ("", "", "")
    assert (report.articles, report.article_lines) == (3, 3)


def test_loss_is_found(law: Path) -> None:
    """A clause taken out of the tree is seen as text lost, with the words where it was."""
    document = parse_document(read_source(law))
    shorter = replace(document, root=replace(document.root, children=document.root.children[:-1]))
    assert laws.find_loss(LAW, document) == ""
    assert "source …" in laws.find_loss(LAW, shorter)


def test_unreadable_file_is_a_failure(tmp_path: Path) -> None:
    """A file that cannot be read is reported, and does not end the run."""
    path = tmp_path / "empty.md"
    path.write_bytes(b"")
    assert laws.examine(path).failure


def test_tar_and_folder_give_the_same_texts(law: Path, tmp_path: Path) -> None:
    """A collection may be a folder or a tar file of it."""
    packed = tmp_path / "laws.tar.xz"
    with tarfile.open(packed, "w:xz") as archive:
        archive.add(law, "laws/law.md")
    with laws.texts(packed) as unpacked, laws.texts(tmp_path) as listed:
        assert [path.read_text("utf-8") for path in unpacked] == [path.read_text("utf-8") for path in listed] == [LAW]
