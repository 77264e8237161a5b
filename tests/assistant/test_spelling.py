"""Homophones: a misspelt word of a closed list is read as that word, and said to be; everything else stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant import Knowledge
from assistant.closed_list import ClosedList
from assistant.question import parse_question
from assistant.spelling import Correction, correct
from corpus import read_source

from .helpers import read_questions

WORDS = ClosedList(districts=("忻州",), official=("争议", "移送", "联席会议"))


@dataclass(frozen=True)
class Vocabulary:
    """Words as a test wants them: every character is a word unless ``whole``; ``held`` words are in some clause."""

    whole: bool = False
    held: tuple[str, ...] = ()

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text."""
        return [text] if self.whole else list(text)

    def known(self, word: str) -> bool:
        """Whether a clause holds the word."""
        return word in self.held

    def is_function_word(self, word: str) -> bool:
        """的 and 几 are."""
        return word in "的几"

    def tells_little(self, word: str) -> bool:
        """No word of these tests does."""
        return False

    def is_place(self, word: str) -> bool:
        """忻州 is one."""
        return word == "忻州"


@pytest.mark.parametrize(
    ("text", "read", "said"),
    [
        ("管辖争义", "管辖争议", {"争义": "争议"}),
        ("案件椅送几天", "案件移送几天", {"椅送": "移送"}),
        ("忻洲的连席会议", "忻州的联席会议", {"忻洲": "忻州", "连席会议": "联席会议"}),
        ("管辖争议移送", "管辖争议移送", {}),
        ("没有别字", "没有别字", {}),
        ("", "", {}),
    ],
)
def test_words_that_sound_alike(text: str, read: str, said: dict[str, str]) -> None:
    """A run of characters that sounds like a word of the list becomes that word; a right word stays."""
    corrections = tuple(Correction(wrong, right) for wrong, right in said.items())
    assert correct(text, WORDS, Vocabulary()) == (read, corrections)


def test_known_word_stays() -> None:
    """A word that a document holds is no misspelling, whatever it sounds like."""
    assert correct("管辖争义", WORDS, Vocabulary(held=("争义",))) == ("管辖争义", ())


def test_whole_word_stays() -> None:
    """What the segmenter takes for one word is no misspelling of another."""
    assert correct("争义", WORDS, Vocabulary(whole=True)) == ("争义", ())


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("卫滨区发生管辖争议由谁决定？", "卫滨区发生管辖争义由谁决定？", "争义"),
        ("忻州开发区案件几天内移送？", "忻洲开发区案件几天内移送？", "忻洲"),
    ],
)
def test_misspelt_question(knowledge: Knowledge, right: str, wrong: str, told: str) -> None:
    """A misspelt question gets the answer of the right one, and the user is told how it was read."""
    expected, reply = knowledge.ask(right), knowledge.ask(wrong)
    assert [card.quote for card in reply.answers] == [card.quote for card in expected.answers] != []
    assert told in reply.analysis.shown
    assert reply.question == wrong


def test_right_questions_are_left_alone(knowledge: Knowledge) -> None:
    """Nothing is read as another word in questions without a mistake."""
    assert [question for question in read_questions() if "理解" in knowledge.ask(question).analysis.shown] == []


MISSPELT = """
争义 争议|管辖争意 管辖争议|椅送 移送|移宋 移送|忻洲 忻州|忻周 忻州|卫宾 卫滨|卫斌 卫滨|卫宾区 卫滨区|位滨区 卫滨区
山停区 山亭区|山廷 山亭|山庭区 山亭区|珊亭区 山亭区|忻洲开发区 忻州开发区|忻州开法区 忻州开发区|忻洲经济开发区 忻州经济开发区
航空岗区 航空港区|综保曲 综保区|高辛区 高新区|联席会义 联席会议|连席会议 联席会议|联习会议 联席会议|联系会仪 联席会议
联度会议 联席会议|联会席议 联席会议|联席席会议 联席会议|连系会议 联席会议|联合执发 联合执法|连合执法 联合执法
联动执法旦 联动执法单|连动执法单 联动执法单|举抱 举报|材料备桉 材料备案|案建 案件|岸件 案件|案见线索 案件线索
未结岸件 未结案件|违法线锁 违法线索|违法犯最 违法犯罪|法制审合 法制审核|法制申核 法制审核|强制直行 强制执行
强制执形 强制执行|行政处法 行政处罚|行政除罚 行政处罚|行政处伐 行政处罚|行政处罚全 行政处罚权|简易程续 简易程序
责任追就 责任追究|责任道查 责任倒查|主管部们 主管部门|行业主管部们 行业主管部门|司法机官 司法机关|综合行证执法局 综合行政执法局
综合形政执法局 综合行政执法局|综合行政执法橘 综合行政执法局|综合政行执法局 综合行政执法局|农业农存局 农业农村局
生态环竞局 生态环境局|市场兼管局 市场监管局|自然资原局 自然资源局|应急官理局 应急管理局|归挡 归档|罚宽 罚款
处法 处罚|调察 调查|证据材廖 证据材料|会议济要 会议纪要|督办通之书 督办通知书|不和格 不合格
法律顾文 法律顾问|绩效考合 绩效考核|随机抽察 随机抽查|国家密秘 国家秘密|全过呈记录 全过程记录
"""
PAIRS = [tuple(pair.split()) for pair in MISSPELT.replace("\n", "|").split("|") if pair]
RIGHT = """
案件移送|管辖争议|争议由谁决定|卫滨区|忻州经开区|郑州东区怎么移送|县级有关执法部门|镇财政部门|主责单位|牵头单位|安监部门|一期执法培训
仍有异议|以此为限|执法员|接收移送|各镇办不接收移送的案件|办结案件|新结案件|已结案件|未结案件|市级主管部门|市容监管|派单至街道|会议记录
联席会|临时联席会议|开联席会议|召开联席会议|联合检查|联合行动|移交手续|移送函|移送清单|移送书|送达回证|案由|案卷|案情|立案|结案|销案|备案
处罚决定书|罚没收入|罚没物品|处分建议|查封扣押|抽样取证|听证程序|先行登记保存|负责人签字|分管领导|主要领导|值班人员|举报电话|投诉人|来信来访
区公安分局|市监所|司法所|派出所|综治中心|网格员巡查|村居两委|社区工作者|物业公司|渣土车|占道经营|违章建筑|餐饮油烟|小广告|共享单车|噪声扰民
几天内回函|三个工作日|七日内书面反馈|当天交过去|啥时候开会|找哪家|归谁管|怎么转|谁签字|要带什么|能不能延期|拖了半个月怎么办|对方不收怎么办
金水区|天山区|青桐县|回民区|晋州经济开发区|沂州经济开发区|尉氏县
"""
RIGHT_ONES = [text for text in RIGHT.replace("\n", "|").split("|") if text]


def corrections_of(knowledge: Knowledge, text: str) -> list[tuple[str, str]]:
    """What of a text is read as something else, as (said, read)."""
    found = parse_question(text, knowledge.district_names(), knowledge).corrections
    return [(one.said, one.read) for one in found]


def test_there_are_enough_examples() -> None:
    """Sixty of each kind at least, none twice."""
    assert min(len(PAIRS), len(RIGHT_ONES)) >= 60
    assert (len(set(PAIRS)), len(set(RIGHT_ONES))) == (len(PAIRS), len(RIGHT_ONES))


@pytest.mark.parametrize(("wrong", "right"), PAIRS)
def test_misspelt_word_is_read_right(knowledge: Knowledge, wrong: str, right: str) -> None:
    """A word with a homophone, or a longer one with a wrong, added or swapped character, is read as it was meant."""
    assert parse_question(wrong, knowledge.district_names(), knowledge).read == right


@pytest.mark.parametrize("text", RIGHT_ONES)
def test_right_words_stay(knowledge: Knowledge, text: str) -> None:
    """Ordinary words, other bodies and other places are no misspellings of those in the list."""
    assert corrections_of(knowledge, text) == []


def test_sentences_of_documents_stay(knowledge: Knowledge) -> None:
    """In no sentence of the shipped documents is anything read as another word."""
    texts = [clause.own_text for record in knowledge.documents() for clause in knowledge.clauses(record.slug)]
    sentences = {sentence for text in texts for sentence in re.split("[。；\n]", text) if sentence.strip()}
    assert len(sentences) > 400
    assert {sentence: found for sentence in sentences if (found := corrections_of(knowledge, sentence))} == {}


def test_sentences_of_unknown_documents_stay(knowledge: Knowledge, project: Path) -> None:
    """Nor in documents of other districts, whose names and words the store does not know."""
    paths = [
        path for kind in ("documents", "duties") for path in sorted((project / "tests/golden" / kind).glob("*.txt"))
    ]
    texts = [read_source(path).text for path in paths]
    sentences = {sentence for text in texts for sentence in re.split("[。；\n]", text) if sentence.strip()}
    assert len(sentences) > 400
    assert {sentence: found for sentence in sentences if (found := corrections_of(knowledge, sentence))} == {}
