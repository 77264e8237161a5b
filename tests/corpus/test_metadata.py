"""Metadata: what the head and the foot of a document say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from corpus.places import read_jurisdiction
from tests.corpus.helpers import GOLDEN, SHIPPED, parse, parsed

_SHIPPED: dict[str, dict[str, Any]] = {
    "gaoxin": {
        "number": "郑开管〔2010〕76号",
        "title": "郑州高新技术产业开发区管委会关于印发落实“两个决不允许”提高行政执法效能实施办法的通知",
        "issuer": "郑州高新技术产业开发区管委会",
        "jurisdiction": "郑州高新技术产业开发区",
        "issued_on": date(2010, 10, 19),
        "printed_by": "郑州高新技术产业开发区管委会办公室",
        "copies": 15,
        "keywords": ("制度", "执行", "效能", "办法"),
        "trial": False,
        "issued_title": "郑州高新区落实“两个决不允许”提高行政执法效能的实施办法",
    },
    "hangkonggang": {
        "number": "郑综保管〔2013〕88号",
        "issuer": "郑州新郑综合保税区（郑州航空港区）管理委员会",
        "jurisdiction": "郑州新郑综合保税区（郑州航空港区）",
        "addressees": ("各局（办）", "办事处（社区服务中心）", "各有关单位"),
        "issued_on": date(2013, 4, 9),
        "trial": True,
    },
    "shanting": {
        "number": "山政办发〔2021〕13号",
        "issuer": "山亭区人民政府办公室",
        "jurisdiction": "山亭区",
        "jurisdiction_aliases": ("山亭",),
        "issued_on": date(2021, 7, 28),
        "printed_on": None,
        "trial": True,
    },
    "weibin": {
        "number": "卫政办〔2024〕1号",
        "title": "卫滨区人民政府办公室关于建立综合行政执法协调联动机制的通知",
        "issuer": "卫滨区人民政府办公室",
        "jurisdiction": "卫滨区",
        "addressees": ("平原镇", "各街道办事处", "区直有关执法部门"),
        "issued_on": date(2024, 2, 4),
        "effective_on": date(2024, 2, 4),
        "expires_on": None,
        "issued_title": None,
    },
    "xinzhou": {
        "number": "忻开管发〔2022〕44号",
        "title": "忻州经济开发区管理委员会关于开发区深入推进综合执法体制的实施办法",
        "jurisdiction": "忻州经济开发区",
        "addressees": ("区直各单位", "各派驻单位"),
        "printed_on": date(2022, 6, 8),
        "copies": 30,
    },
}
_INVENTED: dict[str, dict[str, Any]] = {
    "beitang_joint.txt": {
        "number": "北城管联〔2023〕6号",
        "issuer": "松岩市北塘区城市管理局、松岩市北塘区市场监督管理局、松岩市公安局北塘分局",
        "jurisdiction": "北塘区",
        "issued_on": date(2023, 10, 12),
        "printed_on": date(2023, 10, 13),
        "copies": 50,
    },
    "fanghua_plan.md": {
        "number": "芳政发〔2022〕8号",
        "title": "芳华市智慧执法建设实施方案",
        "issuer": "芳华市人民政府",
        "jurisdiction": "芳华市",
        "issued_on": date(2022, 3, 1),
    },
    "hexi_posts.txt": {"jurisdiction": "河西新区", "issuer": "河西新区管委会办公室", "issued_on": date(2024, 1, 15)},
    "huaian_scan.txt": {
        "number": "槐开管〔2022〕31号",
        "title": "槐安经济开发区管理委员会关于印发槐安经济开发区执法协调运行规则（试行）的通知",
        "addressees": ("各部门", "各社区"),
        "effective_on": date(2022, 3, 9),
        "expires_on": date(2024, 3, 8),
        "trial": True,
    },
    "jinsha_opinion.txt": {
        "title": "金沙县人民政府金沙县人民法院关于建立府院联动机制的意见",
        "issuer": "金沙县人民政府、金沙县人民法院",
        "jurisdiction": "金沙县",
        "printed_by": "金沙县人民政府办公室",
    },
    "linshui_notice.txt": {"effective_on": date(2024, 5, 8), "expires_on": date(2026, 12, 31)},
    "luyuan_pages.txt": {"effective_on": date(2025, 4, 1), "expires_on": date(2030, 3, 31), "jurisdiction": "绿原市"},
    "nanping_gaps.txt": {"issuer": None, "jurisdiction": "南坪区", "effective_on": date(2021, 1, 1), "issued_on": None},
    "qinghe_regulation.txt": {
        "title": "青禾区行政执法协作办法",
        "issuer": "青禾区人民政府",
        "issued_on": date(2023, 6, 15),
        "effective_on": date(2023, 8, 1),
        "expires_on": date(2028, 7, 31),
    },
    "yunling_announcement.txt": {
        "title": "云岭市松林镇人民政府关于开展临时占道经营清理工作的通告",
        "jurisdiction": "松林镇",
        "addressees": ("广大群众", "各经营主体"),
        "issued_on": date(2024, 3, 20),
    },
}


@pytest.mark.parametrize("slug", _SHIPPED)
def test_shipped(slug: str) -> None:
    """The metadata of the shipped documents."""
    metadata = parsed(next(path for path in SHIPPED if path.stem == slug)).metadata
    assert {name: getattr(metadata, name) for name in _SHIPPED[slug]} == _SHIPPED[slug]


@pytest.mark.parametrize("name", _INVENTED)
def test_invented(name: str) -> None:
    """The metadata of the invented documents."""
    metadata = parsed(GOLDEN / "documents" / name).metadata
    assert {field: getattr(metadata, field) for field in _INVENTED[name]} == _INVENTED[name]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("weibin", ["豫办〔2022〕20号", "豫编办〔2021〕239号", "新政〔2023〕15号"], id="preamble"),
        pytest.param("gaoxin", ["郑办〔2010〕52号"], id="preamble of the issued text"),
        pytest.param("qinghe_regulation", ["中华人民共和国行政处罚法", "云岭省行政执法监督条例"], id="first article"),
        pytest.param("luyuan_pages", ["中华人民共和国行政处罚法", "行政执法机关移送涉嫌犯罪案件的规定"], id="《》《》"),
    ],
)
def test_basis(path: str, expected: list[str]) -> None:
    """The documents that one rests on: the number where it is given, else the title; the span holds it."""
    files = {file.stem: file for file in (*SHIPPED, *(GOLDEN / "documents").glob("*.txt"))}
    document = parsed(files[path])
    assert [basis.number or basis.title for basis in document.metadata.basis] == expected
    for basis in document.metadata.basis:
        assert basis.title in "".join(document.normal.text[slice(*basis.span)].split())


def test_basis_without_short_names() -> None:
    """《处罚法》 after 以下简称 is another name, no other document."""
    first = "第一条 根据《中华人民共和国行政处罚法》（以下简称《处罚法》）、《云岭省执法条例》，制定本办法。"
    basis = parse(f"青禾区移送办法\n\n{first}\n第二条 各部门应当移送。").metadata.basis
    assert [entry.title for entry in basis] == ["中华人民共和国行政处罚法", "云岭省执法条例"]


@pytest.mark.parametrize(
    ("issuer", "jurisdiction"),
    [
        pytest.param("枣庄市山亭区人民政府办公室", "山亭区", id="office of a district"),
        pytest.param("云岭县人民政府办公室", "云岭县", id="office of a county"),
        pytest.param("松岩市北塘区城市管理局", "北塘区", id="bureau of a district"),
        pytest.param("云岭市城市管理局", "云岭市", id="城市 is no place"),
        pytest.param("聊城市城市管理局", "聊城市", id="a city whose name ends in 城"),
        pytest.param("云岭县市场监督管理局", "云岭县", id="市场 is no place"),
        pytest.param("青禾区社区矫正委员会", "青禾区", id="社区 is no place"),
        pytest.param("云岭市青禾区人民政府松林街道办事处", "松林街道", id="street office"),
        pytest.param("青禾区松林街道办事处", "松林街道", id="street office without 人民政府"),
        pytest.param("松林镇人民政府", "松林镇", id="town"),
        pytest.param("云岭省人民政府办公厅", "云岭省", id="province"),
        pytest.param("松岩高新技术产业开发区管委会", "松岩高新技术产业开发区", id="zone"),
        pytest.param("海原市高新技术产业开发区管委会", "海原市高新技术产业开发区", id="zone of a city"),
        pytest.param("景宁畲族自治县人民政府", "景宁畲族自治县", id="autonomous county"),
        pytest.param("中共青禾区委办公室", "青禾区", id="party"),
        pytest.param("金沙县人民政府、金沙县人民法院", "金沙县", id="two issuers"),
        pytest.param("上海市人民代表大会常务委员会", "上海市", id="municipality"),
        pytest.param("国务院办公厅", None, id="state"),
        pytest.param("最高人民法院", None, id="court"),
        pytest.param(None, None, id="none"),
    ],
)
def test_jurisdiction(issuer: str | None, jurisdiction: str | None) -> None:
    """The district that an issuer governs."""
    assert read_jurisdiction(issuer)[0] == jurisdiction


@pytest.mark.parametrize(
    ("issuer", "aliases"),
    [
        pytest.param("枣庄市山亭区人民政府", {"枣庄市山亭区", "山亭"}, id="district"),
        pytest.param("忻州经济开发区管理委员会", {"忻州经开区", "忻州开发区", "经开区"}, id="zone"),
        pytest.param(
            "郑州新郑综合保税区（郑州航空港区）管理委员会", {"郑州航空港区", "航空港", "综保区"}, id="two names"
        ),
    ],
)
def test_aliases(issuer: str, aliases: set[str]) -> None:
    """Other names that a district goes by."""
    assert aliases <= set(read_jurisdiction(issuer)[1])


@pytest.mark.parametrize(
    ("title", "jurisdiction"),
    [
        pytest.param("南坪区街道执法工作规则", "南坪区", id="district"),
        pytest.param("城市房地产管理法", None, id="城市"),
        pytest.param("民族乡行政工作条例", None, id="民族乡"),
        pytest.param("自然保护区条例", None, id="保护区"),
    ],
)
def test_jurisdiction_from_title(title: str, jurisdiction: str | None) -> None:
    """Without an issuer, a title that begins with a place tells the district."""
    assert read_jurisdiction(None, title)[0] == jurisdiction


@pytest.mark.parametrize(
    ("sentence", "effective", "expires"),
    [
        pytest.param("本办法自2024年3月1日起施行。", date(2024, 3, 1), None, id="date"),
        pytest.param("本办法自发布之日起施行。", date(2024, 2, 1), None, id="at issue"),
        pytest.param("本办法自发布之日起30日后施行。", date(2024, 3, 2), None, id="thirty days after"),
        pytest.param("本办法自2024年3月1日起施行，有效期5年。", date(2024, 3, 1), date(2029, 2, 28), id="five years"),
        pytest.param(
            "本办法自2024年3月1日起施行。有效期为两年。", date(2024, 3, 1), date(2026, 2, 28), id="own sentence"
        ),
        pytest.param("本办法自2024年2月29日起试行，试行期一年。", date(2024, 2, 29), date(2025, 2, 27), id="leap day"),
        pytest.param("本办法自2024年3月1日起试行，试行期6个月。", date(2024, 3, 1), date(2024, 8, 31), id="months"),
        pytest.param(
            "本办法自2024年3月1日起施行，有效期至2028年12月31日。", date(2024, 3, 1), date(2028, 12, 31), id="until"
        ),
        pytest.param("本办法有效期自2024年1月1日至2026年12月31日。", None, date(2026, 12, 31), id="from to"),
        pytest.param("本办法有效期三年。", None, None, id="years without a beginning"),
        pytest.param("许可证有效期五年，自2023年1月1日起三十日内换发。", None, None, id="of a licence"),
        pytest.param("《民法典》自2021年1月1日起施行。", None, None, id="of another document"),
    ],
)
def test_validity(sentence: str, effective: date | None, expires: date | None) -> None:
    """First and last day in force; counted from a length only where the first day is known."""
    text = f"青禾区移送办法\n\n第一条 甲局应当移送。\n\n第二条 {sentence}\n\n青禾区人民政府\n2024年2月1日"
    metadata = parse(text).metadata
    assert (metadata.effective_on, metadata.expires_on) == (effective, expires)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        pytest.param(
            "青禾区人民政府\n关于印发移送工作方案的通知",
            "青禾区人民政府关于印发移送工作方案的通知",
            id="issuer on its own line",
        ),
        pytest.param(
            "青禾区人民政府关于印发\n青禾区案件移送工作\n方案的通知",
            "青禾区人民政府关于印发青禾区案件移送工作方案的通知",
            id="three lines",
        ),
        pytest.param(
            "青禾区人民政府文件\n\n青政〔2024〕1号\n\n关于加强移送工作的意见",
            "关于加强移送工作的意见",
            id="letterhead and number",
        ),
        pytest.param(
            "关于加强移送工作的意见\n\n青政〔2024〕1号", "关于加强移送工作的意见", id="number below the title"
        ),
        pytest.param("青禾区移送\n工作办法\n（试行）", "青禾区移送工作办法（试行）", id="办法 over two lines"),
    ],
)
def test_title(head: str, title: str) -> None:
    """The title, the lines it is broken over joined."""
    assert parse(f"{head}\n\n各镇人民政府：\n\n为加强移送工作，制定本方案。").metadata.title == title
