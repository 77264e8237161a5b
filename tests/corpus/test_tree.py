"""The clause tree on small texts, each the shortest that shows one rule; and how torn lines are joined."""

from __future__ import annotations

import pytest

from corpus import fold_text
from corpus.normalise import normalise
from tests.corpus.helpers import clauses, outline, parse

_BEGIN = "为规范工作，制定本办法。\n"


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text` joined and folded."""
    return [fold_text(line) for line in normalise(text).normal.text.split("\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("由区司法局、\n\n城管局办理。", ["由区司法局、城管局办理。"], id="after 、"),
        pytest.param(
            "郑州新郑综合保税区（郑州航空\n\n港区）应当移送。",
            ["郑州新郑综合保税区（郑州航空港区）应当移送。"],
            id="inside brackets",
        ),
        pytest.param(
            "应当及时移送有管\n辖权的部门，并告知。", ["应当及时移送有管辖权的部门，并告知。"], id="inside a word"
        ),
        pytest.param(
            "各部门应当移送案件\n的，应当三日内移送。", ["各部门应当移送案件的，应当三日内移送。"], id="before 的"
        ),
        pytest.param("应当立即移送\n。逾期的，通报。", ["应当立即移送。逾期的，通报。"], id="before the full stop"),
        pytest.param(
            "一、范围\n各部门应当依照\n第三条规定移送。",
            ["一、范围", "各部门应当依照第三条规定移送。"],
            id="before a reference",
        ),
        pytest.param("一、总体\n要求\n各部门应当移送。", ["一、总体要求", "各部门应当移送。"], id="inside a heading"),
        pytest.param("一、总体要求\n各部门应当移送。", ["一、总体要求", "各部门应当移送。"], id="heading alone"),
        pytest.param("第五条\n各部门应当移送。", ["第五条各部门应当移送。"], id="number alone"),
        pytest.param("甲局应当移送。\n乙局应当受理。", ["甲局应当移送。", "乙局应当受理。"], id="two paragraphs"),
        pytest.param(
            "应当报送下列材料：\n移送函；\n证据。", ["应当报送下列材料：", "移送函；证据。"], id="after a colon"
        ),
        pytest.param("按照 AB\nCD 标准办理。", ["按照ABCD标准办理。"], id="Latin words"),
        pytest.param("甲\t乙\n丙\t丁", ["甲乙", "丙丁"], id="table rows"),
        pytest.param("书面说\n— 3 —\n明理由，并移送。", ["书面说明理由，并移送。"], id="page number"),
    ],
)
def test_joining(text: str, expected: list[str]) -> None:
    """Torn lines become one paragraph, others stay apart."""
    assert paragraphs(_BEGIN + text) == [_BEGIN.strip(), *expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("一、甲。\n二、乙。\n四、丁。\n五、戊。", ["level 一", "level 二", "level 四", "level 五"], id="a number is missing"),
        pytest.param("一、甲。\n二、乙。\n二、丙。\n三、丁。", ["level 一", "level 二", "level 二", "level 三"], id="a number comes twice"),
        pytest.param("一、甲。\n九、乙。\n二、丙。", ["level 一", "level 二"], id="a number that fits nowhere is text"),
        pytest.param("一、职责\n1.甲。\n2.乙。\n二、程序\n1.丙。", ["level 一 职责", "level 一/1", "level 一/2", "level 二 程序", "level 二/1"], id="1 directly below 一"),
        pytest.param("（一）甲。\n（二）乙。", ["level （一）", "level （二）"], id="（一） outermost"),
        pytest.param("第一条 甲。\n第三条规定的事项，从其规定。\n第二条 乙。\n第三条 丙。", ["article 第一条", "article 第二条", "article 第三条"], id="a paragraph that begins with a reference"),
        pytest.param("第一条 甲有下列职责：\n（一）子；\n（二）丑。\n乙有下列职责：\n（一）寅；\n（二）卯。", ["article 第一条", "point 第一条/（一）", "point 第一条/（二）", "point 第一条/（一）", "point 第一条/（二）"], id="two lists in one article"),
        pytest.param("一、工作。一是宣传，二是检查，三是总结。\n二、要求。应当落实。", ["level 一 工作", "level 二 要求"], id="一是 二是 are no levels"),
        pytest.param("第一编 总则\n第一章 规定\n第一条 甲。\n第二编 分则\n第一章 规定\n第二条 乙。", ["part 第一编 总则", "chapter 第一编/第一章 规定", "article 第一条", "part 第二编 分则", "chapter 第二编/第一章 规定", "article 第二条"], id="parts and chapters"),
        pytest.param("第一条 甲：\n（一）乙：\n1.丙；\n2.丁。\n（二）戊。", ["article 第一条", "point 第一条/（一）", "indent 第一条/（一）/1", "indent 第一条/（一）/2", "point 第一条/（二）"], id="目 below 项"),
        pytest.param("一、材料\n（1）甲；\n（2）乙。\n二、时限\n三日。", ["level 一 材料", "level 一/（1）", "level 一/（2）", "level 二 时限"], id="（1） directly below 一"),
    ],
)  # fmt: skip
def test_outline(text: str, expected: list[str]) -> None:
    """Which numbers open a clause, and where it hangs."""
    found = outline(parse(_BEGIN + text))
    assert [row for row in found if row.split()[0] not in ("preamble", "front")] == expected


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        pytest.param(
            "一、材料\n应当附下列材料：\n1.甲。\n2.乙。\n材料应当齐全。",
            "一",
            id="after a list that the clause introduced",
        ),
        pytest.param("一、材料\n1.甲；\n2.乙；\n3.丙。\n材料应当齐全。", "一", id="after a list that is one sentence"),
        pytest.param(
            "一、材料\n1.甲局应当移送。\n2.乙局应当受理。\n材料应当齐全。",
            "一/2",
            id="after an item of whole sentences",
        ),
        pytest.param(
            "一、制度\n（一）移送。甲局移送。\n（二）受理。乙局受理。\n材料应当齐全。",
            "一/（二）",
            id="after an item with a heading",
        ),
        pytest.param("第一条 应当附下列材料：\n（一）甲；\n（二）乙。\n材料应当齐全。", "第一条", id="in an article"),
        pytest.param("第一条 甲。\n材料应当齐全。", "第一条", id="second paragraph of an article"),
    ],
)
def test_owner(text: str, owner: str) -> None:
    """To which clause a paragraph without a number belongs."""
    document = parse(_BEGIN + text)
    found = [c for c in clauses(document) if any(p.text == "材料应当齐全。" for p in c.paragraphs)]
    assert ["/".join(clause.path) for clause in found] == [owner]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "附件：1.名单 2.登记表\n\n青禾区司法局\n2024年1月1日",
            ["attlist", "signature"],
            id="list in one line, signature below",
        ),
        pytest.param(
            "附件：1.名单\n2.登记表\n\n青禾区司法局\n2024年1月1日\n附件1\n名单\n甲局\n附件2\n登记表\n乙局",
            ["attlist", "signature", "att1", "att2"],
            id="attachments below the signature",
        ),
        pytest.param(
            "特此通知。\n青禾区司法局\n2024年1月1日\n附件\n名单\n甲局应当报名。",
            ["closing", "signature", "att"],
            id="one attachment",
        ),
        pytest.param("青禾区司法局\n2024年1月1日\n抄送：区委办。\n共印30份", ["signature", "colophon"], id="colophon"),
        pytest.param("本办法自发布之日起施行。", ["closing"], id="closing paragraph"),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    """What stands below the numbered clauses of a text."""
    document = parse(f"青禾区移送办法\n{_BEGIN}一、范围\n甲局应当移送。\n{text}")
    assert [clause.eid for clause in document.root.children][3:] == expected


def test_closing_word_below_its_own_heading() -> None:
    """A paragraph on the document's entry into force belongs to the clause that has nothing else."""
    document = parse(f"{_BEGIN}一、范围\n甲局移送。\n二、施行日期\n本办法自2024年1月1日起施行。")
    assert outline(document)[-1] == "level 二 施行日期"


def test_covering_notice_without_numbers_leaves_paths_bare() -> None:
    """The issued text has bare paths, or 附件 before them where the notice has numbers of its own."""
    notice = (
        "青禾区政府关于印发移送工作办法的通知\n现将《移送工作办法》印发给你们。\n{}移送工作办法\n一、范围\n甲局移送。"
    )
    assert outline(parse(notice.format("")))[-1] == "level 一 范围"
    assert outline(parse(notice.format("一、执行。请甲局执行。\n二、报送。请甲局报送。\n")))[-1] == "level 附件/一 范围"


def test_problems_are_named() -> None:
    """What is odd is reported with its place."""
    document = parse(f"{_BEGIN}一、甲。\n二、乙。\n二、丙。\n三、丁。\n五、戊。\n六、己。\n九、庚。")
    messages = [problem.message for problem in document.problems]
    assert messages == ["编号“二”重复", "编号“五”之前有缺号", "编号“九”与前后不连续，按正文段落处理"]
    for problem, number in zip(document.problems, "二五九", strict=True):
        assert document.normal.text[problem.span[0]] == number


def test_page_headers_are_set_aside() -> None:
    """A line that comes again beside every page number is no text; its first occurrence stays."""
    page = "\n— {} —\n青禾区移送办法\n"
    body = "".join(f"甲局应当在第{n}日移{page.format(n)}送案件。\n" for n in range(1, 5))
    document = parse(f"青禾区移送办法\n{body}")
    assert document.normal.text.count("青禾区移送办法") == 1
    assert sum("页眉" in problem.message for problem in document.problems) == 4


def test_bare_page_numbers_are_set_aside() -> None:
    """Numbers alone on their lines that count on, a page apart, are page numbers; those of a list close by are not."""
    page = "甲局应当在三日内移送案件，并附具材料。" * 15
    document = parse(f"{page}\n1\n{page}应当书面说\n2\n明理由。{page}\n3\n{page}")
    assert "应当书面说明理由。" in document.normal.text
    assert [problem.message for problem in document.problems] == [f"页码“{n}”未计入正文" for n in (1, 2, 3)]
    assert not parse("序号如下。\n1\n甲局。\n2\n乙局。").problems


def test_attachment_without_its_second_word() -> None:
    """附： begins a list of attachments or an attachment as 附件： does."""
    text = f"青禾区移送办法\n{_BEGIN}第一条 甲局移送。\n"
    assert outline(parse(f"{text}附：1.移送函\n2.送达回证"))[-1] == "attachment 附件"
    assert outline(parse(f"{text}附：移送流程说明\n一、登记\n甲局登记。"))[-2:] == [
        "attachment 附件 移送流程说明",
        "level 附件/一 登记",
    ]


def test_note_below_an_issued_title() -> None:
    """（试行） on its own line belongs to the title of the issued text."""
    text = "青禾区政府关于印发移送工作办法的通知\n现将《移送工作办法（试行）》印发给你们。\n移送工作办法\n（试行）\n一、范围\n甲局移送。"
    document = parse(text)
    assert outline(document)[-2:] == ["issued 移送工作办法（试行）", "level 一 范围"]
    assert document.metadata.trial
