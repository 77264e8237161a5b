"""Text to terms: what is one word, what is found, what a question keeps; and the data files behind it."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import QueryTerms, Segmenter, lexicon
from tests.growth import is_linear


@pytest.mark.parametrize("word", lexicon.words("words"))
def test_terms_of_the_trade_are_one_word(segmenter: Segmenter, word: str) -> None:
    """Each word of the user dictionary is a term of a text that is this word."""
    assert word in segmenter.tokens_for_index(word)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("区综合行政执法局应当移送", {"综合行政执法局", "移送", "移", "~移送", "~局应"}),
        ("在3个工作日内移送", {"3", "工作日", "=3工作日", "内"}),
        ("在三个工作日内移送", {"工作日", "=3工作日"}),
        ("２４ 小时", {"24", "小时", "=24小时"}),
        ("1059 项管理事权", {"1059", "=1059项", "管理事权"}),
        ("第三十条第一款", {"=30条", "=1款"}),
        ("GB/T 9704-2012", {"gb"}),
        ("权责通事项", {"权责通事项"}),
    ],
)
def test_terms_of_a_text(segmenter: Segmenter, text: str, terms: set[str]) -> None:
    """Words, characters, pairs and numbers of a clause."""
    assert terms <= set(segmenter.tokens_for_index(text))


@pytest.mark.parametrize("word", lexicon.words("words", "not_words"))
def test_what_is_no_word_is_cut(segmenter: Segmenter, word: str) -> None:
    """工作日内 is 工作日 and 内."""
    assert word not in segmenter.tokens_for_index(f"在3{word}移送")


def test_numbers_in_both_spellings_meet(segmenter: Segmenter) -> None:
    """三日 in a question finds 3日 in a clause, and the other way round; 三个工作日 is not 三日."""
    assert "=3日" in segmenter.tokens_for_query("三日内").words
    assert "=3日" in segmenter.tokens_for_index("应当在3日内")
    assert "=3日" not in segmenter.tokens_for_index("在三个工作日内")


@pytest.mark.parametrize(
    ("question", "words", "pairs"),
    [
        ("几天内移送给谁？", {"移送"}, {"~移送"}),
        ("怎么罚", {"罚"}, set()),
        ("应当", {"应当"}, {"~应当"}),
        ("移送！移送", {"移送"}, {"~移送"}),
    ],
)
def test_terms_of_a_question(segmenter: Segmenter, question: str, words: set[str], pairs: set[str]) -> None:
    """Stop words go unless nothing else is left; pairs do not reach across them; each term is there once."""
    terms = segmenter.tokens_for_query(question)
    assert (set(terms.words), set(terms.pairs)) == (words, pairs)
    assert len(terms.words) == len(words)


@given(st.text(max_size=60))
def test_any_text_gives_terms(segmenter: Segmenter, text: str) -> None:
    """No text is refused, and no term is empty or white space."""
    terms = segmenter.tokens_for_query(text)
    assert all(term.strip() for term in (*segmenter.tokens_for_index(text), *terms.words, *terms.pairs))


@pytest.mark.parametrize("unit", ["一", "9", "工作", "a", " ", "三 "])
def test_long_odd_texts_take_linear_time(segmenter: Segmenter, unit: str) -> None:
    """Cutting is linear in the text."""
    text = unit * 5_000
    assert segmenter.tokens_for_query(text) == segmenter.tokens_for_query(text) != QueryTerms(("",), ())
    assert is_linear(lambda size: segmenter.tokens_for_query(unit * size), 2_000)


def test_dictionary_is_kept_in_the_private_folder(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The second start reads the dictionary that the first one wrote, with the same result; a damaged one is made again."""
    caplog.set_level(logging.DEBUG)
    text = "卫滨区综合行政执法局在工作日内移送"
    first = Segmenter(cache_dir=tmp_path / "index").tokens_for_index(text)
    (path,) = (tmp_path / "index").iterdir()
    assert Segmenter(cache_dir=tmp_path / "index").tokens_for_index(text) == first
    path.write_bytes(path.read_bytes()[:-9])
    assert Segmenter(cache_dir=tmp_path / "index").tokens_for_index(text) == first
    assert [other.name for other in (tmp_path / "index").iterdir()] == [path.name]
    assert caplog.records == []


def test_fingerprint_changes_with_the_words(segmenter: Segmenter) -> None:
    """An index cut with other words is known by its fingerprint; the order of the words does not matter."""
    assert Segmenter(["甲乙", "丙丁"]).fingerprint == Segmenter(["丙丁", "甲乙"]).fingerprint
    assert Segmenter(["甲乙"]).fingerprint != Segmenter(["甲丙"]).fingerprint


@pytest.mark.parametrize("name", ["numbers", "heading_numbers"])
def test_patterns_match_their_examples(name: str) -> None:
    """Every pattern matches its examples and none of its counter-examples."""
    entry = lexicon.pattern_entry(name)
    assert all(entry.regex.search(text) for text in entry.examples)
    assert not any(entry.regex.search(text) for text in entry.counter_examples)


@pytest.mark.parametrize("path", sorted(Path(lexicon.__file__).parent.glob("data/*.json")), ids=lambda path: path.stem)
def test_data_files_name_their_source_and_repeat_nothing(path: Path) -> None:
    """Each file says where its content is from; no word is there twice."""
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["source"]
    for words in (value for value in data.values() if isinstance(value, list) and isinstance(value[0], str)):
        assert len(words) == len(set(words))
