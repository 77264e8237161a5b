"""The pages of departments and of the graph over the shipped documents, their exports and their API."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import networkx
import pytest
from flask.testing import FlaskClient

from assistant import Knowledge
from tests.assistant.helpers import build_from, make_notice
from webapp.app import create_app
from webapp.config import WebConfig
from webapp.graph_svg import draw, text_width, wrap_text
from webapp.graph_words import edge_looks, node_looks

BODY = "/departments/山亭区/综合行政执法局"
PAGES = (
    "/departments",
    "/departments?district=山亭区",
    "/departments?q=zhzfj",
    "/departments?q=没有这个",
    BODY,
    f"{BODY}?with=department:忻州经济开发区/综合行政执法局",
    "/departments/忻州经济开发区/综合行政执法局",
    "/departments/忻州经济开发区/管理委员会",
    "/departments/郑州新郑综合保税区（郑州航空港区）/联动执法机制领导小组",
    "/departments/卫滨区/率先接到投诉、举报的单位",
    "/graph",
    "/graph?q=移送",
    "/graph?kind=department",
    "/graph?kind=topic&district=山亭区",
    "/graph?q=没有这个",
    "/graph?node=department:卫滨区/各镇办",
    "/graph?node=topic:case_transfer",
    "/graph?node=topic:case_transfer&district=山亭区&edge=bears&edge=within",
    "/graph?node=deadline:vague/及时&page=2",
    "/graph?node=power_set:忻州经济开发区/集中行使行政处罚权",
    "/graph?node=document:weibin",
    "/graph?node=document:新政〔2023〕15号",
    "/graph?node=duty:weibin-d017",
    "/graph?node=clause:weibin/3.1",
    "/graph?node=jurisdiction:山亭区",
)


@pytest.fixture(scope="module")
def shipped(data_dir: Path) -> FlaskClient:
    """A client of the web app over the shipped documents."""
    return create_app(WebConfig(data_dir)).test_client()


def text_of(client: FlaskClient, address: str) -> str:
    """The page at an address, which must be there."""
    page = client.get(address)
    assert page.status_code == 200, address
    return page.get_data(as_text=True)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_whole_and_keeps_the_content_policy(shipped: FlaskClient, address: str) -> None:
    """Title, one first heading, Chinese; no inline script or style, no outside address, no identifier twice."""
    text = text_of(shipped, address)
    assert re.search(r"<title>.+ - 权责通</title>", text)
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?! src=\"/static/)", text)
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", text)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_a_page_leads_somewhere(shipped: FlaskClient, address: str) -> None:
    """Departments, nodes, clauses, exports; anchors within the page are there."""
    text = text_of(shipped, address)
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', text)}
    for link in sorted(link for link in links if not link.startswith("/static/"))[:120]:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in text, link
        else:
            assert shipped.get(link.partition("#")[0]).status_code == 200, link


def test_no_identifier_of_the_data_is_shown_instead_of_a_word(shipped: FlaskClient) -> None:
    """Kinds, topics, modalities and edges are told in Chinese."""
    told = re.compile(r"\b(case_transfer|obligation|department|part_of|power_set|preamble|colophon|general)\b")
    for address in PAGES:
        text = re.sub(r"<[^>]*>", " ", text_of(shipped, address))
        assert told.findall(text) == [], address


def test_all_departments_have_their_page(shipped: FlaskClient) -> None:
    """And the list leads to each: what is cut in the list of all is in that of its district."""
    listed = shipped.get("/api/v1/departments").get_json()
    for district in {row["district"] for row in listed}:
        text = text_of(shipped, f"/departments?district={district}")
        for row in listed:
            if row["district"] == district:
                address = f"/departments/{quote(district, safe='')}/{quote(row['name'], safe='')}"
                assert f'href="{address}"' in text or quote(row["name"], safe="") in text
                assert shipped.get(address).status_code == 200


def test_a_department_page_tells_what_when_to_whom_with_the_quote(shipped: FlaskClient) -> None:
    """Each section, and the citation that leads to the marked words."""
    text = text_of(shipped, BODY)
    for shown in (
        "要遵守的时限",
        "职责（按事项）",
        "他方对其的职责",
        "往来单位",
        "五日内",
        "行刑衔接",
        "山政办发〔2021〕13号",
    ):
        assert shown in text
    assert re.search(r'href="/documents/shanting\?mark=\d+-\d+#[\w.]+"', text)
    assert "区综合行政执法局在作出行政处罚决定后，应于五日内抄送相关部门" in text


def test_a_department_is_compared_with_the_one_asked_for(shipped: FlaskClient) -> None:
    """Differences in limits and topics, in words."""
    text = text_of(shipped, f"{BODY}?with=department:忻州经济开发区/综合行政执法局")
    assert "时限不同的事项" in text
    assert "只有山亭区写了职责的事项" in text
    assert '<option value="department:忻州经济开发区/综合行政执法局" selected>' in text


@pytest.mark.parametrize(
    "address", ["/departments/山亭区/宗合行政执法局", "/graph?node=department:山亭区/宗合行政执法局"]
)
def test_an_unknown_department_is_not_found_and_near_names_are_linked(shipped: FlaskClient, address: str) -> None:
    """In Chinese, with status 404."""
    page = shipped.get(address)
    text = page.get_data(as_text=True)
    assert page.status_code == 404
    assert "山亭区的文件中没有“宗合行政执法局”这个部门" in text
    assert f'href="/departments/{quote("山亭区")}/{quote("综合行政执法局")}"' in text


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/departments/火星/甲局", 404, "知识库中没有“火星”的文件"),
        ("/departments?district=火星", 404, "知识库中没有“火星”的文件"),
        ("/departments?q=" + "案" * 61, 400, "最多 60 个字"),
        ("/departments/山亭区/%3Cb%3E%22%27..%2F..%2Fx", 404, "没有这个部门"),
        ("/departments/山亭区/a%2F%2Fb%3F%23", 404, "这个部门"),
        ("/departments/山亭区/" + "局" * 500, 404, "这个部门"),
        ("/graph?node=topic:nothing", 404, "图谱中没有“topic:nothing”"),
        ("/graph?node=topic:case_transfer&edge=x", 400, "没有“x”这种关系"),
        ("/graph?q=" + "案" * 61, 400, "最多 60 个字"),
        ("/graph/export", 400, "没有这种导出格式"),
        ("/graph/export?format=svg", 400, "整张图谱不画成一张图"),
        ("/graph/export?format=json&node=x", 404, "图谱中没有“x”"),
    ],
)
def test_what_cannot_be_shown_is_told(shipped: FlaskClient, address: str, status: int, told: str) -> None:
    """Nothing that is typed into an address breaks a page, and it is shown as text."""
    page = shipped.get(address)
    assert page.status_code == status
    assert told in page.get_data(as_text=True)
    assert "<b>" not in page.get_data(as_text=True).partition("<main")[2]


@pytest.mark.parametrize(
    "name", ["市场监督管理局（知识产权局）", "甲/乙#联络办公室", "A&B“执法”办公室", "甲//乙办公室", "100%办公室?"]
)
def test_names_of_strange_characters_are_safe_in_addresses(shipped: FlaskClient, name: str) -> None:
    """The page of a name is reached again by the address made of it: it is this very name that is not there."""
    page = shipped.get(f"/departments/山亭区/{quote(name, safe='')}")
    assert page.status_code == 404
    assert page.request.path.endswith(name)


def test_a_store_without_district_has_its_departments_under_a_name(tmp_path: Path) -> None:
    """A document that names no district is not lost."""
    text = make_notice("红杉区").replace("红杉区管理委员会", "联合执法协调委员会").replace("红杉区", "")
    data_dir, _, _ = build_from(tmp_path, {"nowhere.txt": text})
    client = create_app(WebConfig(data_dir)).test_client()
    for row in client.get("/api/v1/departments").get_json():
        assert client.get(f"/departments/{row['district']}/{row['name']}").status_code == 200
        assert client.get("/graph", query_string={"node": row["node"]}).status_code == 200


def test_an_empty_store_has_empty_pages(client: FlaskClient, empty_client: FlaskClient) -> None:
    """No knowledge base: 503 as on all pages."""
    for address in ("/departments", "/graph", "/graph?node=x", "/departments/a/b"):
        assert empty_client.get(address).status_code == 503


# The picture


def test_the_picture_is_told_to_those_who_cannot_see_it(shipped: FlaskClient) -> None:
    """Title, description, a name for each link; the same content stands in a table, to which what is left out leads."""
    text = text_of(shipped, "/graph?node=topic:case_transfer")
    picture = text[text.index("<svg") : text.index("</svg>")]
    assert 'aria-labelledby="graph-title graph-desc"' in picture
    assert "画出" in picture
    assert len(re.findall(r'<a class="graph-(?:node|source|rest)"[^>]*aria-label="', picture)) == picture.count("<a ")
    assert "另有 18 项，见下表" in picture
    assert text.count('<tr role="row"><td') + text.count('<tr role="row">\n<td') == 31


def test_a_node_leads_to_its_neighbourhood_and_a_duty_also_to_its_clause(shipped: FlaskClient) -> None:
    """With the filters kept."""
    text = text_of(shipped, "/graph?node=topic:case_transfer&district=卫滨区&edge=bears")
    picture = text[text.index("<svg") : text.index("</svg>")]
    assert re.search(
        r'class="graph-node" href="/graph\?node=duty:weibin-d\d+&amp;district=[%\w]+&amp;edge=bears"', picture
    )
    assert 'class="graph-source" href="/documents/weibin#3.1.2"' in picture


def test_boxes_do_not_overlap_and_stay_in_the_picture(knowledge: Knowledge) -> None:
    """Of any node that one may begin with."""
    from assistant import find_neighbourhood, find_nodes

    graph = knowledge.graph()
    for group in find_nodes(graph, most=40):
        for node in group.nodes:
            drawing = draw(find_neighbourhood(graph, node.key))
            boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawing.boxes]
            boxes += [(rest.x, rest.y, rest.x + rest.width, rest.y + 36) for rest in drawing.rests]
            for at, (left, top, right, bottom) in enumerate(boxes):
                assert left >= 0
                assert top >= 0
                assert right <= drawing.width
                assert bottom <= drawing.height
                for other in boxes[at + 1 :]:
                    assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top, node.key


def test_text_is_wrapped_by_its_width_and_cut_with_a_mark() -> None:
    """Wide characters count one em, others about half; no line is too long or begins with a closing mark."""
    text = "应当自收到案件移送之日起3个工作日内，书面告知（抄送）移送部门。" * 4
    lines = wrap_text(text, 12, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(text_width(line) <= 13 for line in lines)
    assert not any(line[0] in "，。）" for line in lines)
    assert "".join(wrap_text(text, 12, 99)) == text


def test_kinds_differ_in_shape_and_word() -> None:
    """Not in colour alone; department and role by their border."""
    looks = node_looks()
    assert len({look.shape for kind, look in looks.items() if kind != "absent"}) == len(looks) - 1
    assert len({look.word for look in looks.values()}) == len(looks)
    assert all(look.word and look.meaning for look in edge_looks().values())


# Exports


def test_an_exported_picture_stands_alone(shipped: FlaskClient) -> None:
    """Well-formed, with size and title, without links, scripts or anything from elsewhere."""
    answer = shipped.get("/graph/export?format=svg&node=topic:case_transfer")
    assert answer.mimetype == "image/svg+xml"
    assert "attachment" in answer.headers["Content-Disposition"]
    root = ET.fromstring(answer.get_data(as_text=True))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert float(root.attrib["width"]) > 500
    tags = {element.tag.partition("}")[2] for element in root.iter()}
    assert {"title", "desc", "path", "text"} <= tags
    assert tags.isdisjoint({"a", "script", "style", "image", "foreignObject"})


@pytest.mark.parametrize("part", ["", "&node=topic:case_transfer", "&node=document:weibin&edge=cites"])
def test_graphml_and_json_hold_the_same_and_open_again(shipped: FlaskClient, part: str) -> None:
    """Whole and part."""
    answer = shipped.get(f"/graph/export?format=graphml{part}")
    again = networkx.read_graphml(BytesIO(answer.data), force_multigraph=True)
    linked = shipped.get(f"/graph/export?format=json{part}").get_json()
    assert set(again) == {node["id"] for node in linked["nodes"]}
    assert again.number_of_edges() == len(linked["links"]) > 0
    assert networkx.node_link_graph(linked, edges="links").number_of_edges() == len(linked["links"])


# API


def test_the_api_gives_departments_and_their_profiles(shipped: FlaskClient) -> None:
    """Narrowed as the page is; errors in the shape of all others."""
    found = shipped.get("/api/v1/departments?district=山亭区&q=zhxzzfj").get_json()
    assert "综合行政执法局" in [row["name"] for row in found]
    profile = shipped.get("/api/v1/departments/山亭区/区综合行政执法局").get_json()
    assert profile["name"] == "综合行政执法局"
    assert profile["deadlines"][0]["text"] == "五日内"
    missing = shipped.get("/api/v1/departments/山亭区/没有局")
    assert missing.status_code == 404
    assert missing.get_json()["error"]["code"] == "not_found"


def test_the_api_gives_a_neighbourhood(shipped: FlaskClient) -> None:
    """What is drawn, and how much there is."""
    near = shipped.get("/api/v1/graph?node=topic:case_transfer&district=卫滨区").get_json()
    assert near["node"]["label"] == "案件移送"
    ends = {node["id"] for column in near["columns"] for node in column["nodes"]}
    assert all({edge["source"], edge["target"]} <= ends for edge in near["edges"])
    assert near["total"]["duties"] > 5
    assert shipped.get("/api/v1/graph").status_code == 400
    assert shipped.get("/api/v1/graph?node=nothing").get_json()["error"]["code"] == "not_found"
