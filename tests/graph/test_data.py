"""The data files of graph: every pattern compiles, finds its examples and none of its counter-examples, and stays linear."""

from __future__ import annotations

import pytest

from corpus import LexiconError
from graph.acts import load_duty_words
from graph.deadlines import find_deadlines, load_grammar
from graph.departments import find_departments, load_forms
from graph.lexicon import Pattern, build_patterns, find_words, load_data, load_words
from graph.posts import load_post_words
from graph.powers import load_power_words
from graph.segments import find_sentences
from graph.statements import load_statement_words
from graph.topics import load_topics
from tests.growth import is_linear


def _deadline_patterns() -> list[Pattern]:
    grammar = load_grammar()
    return [rule.pattern for rule in (*grammar.rules, *grammar.excluded)]


def _duty_patterns() -> list[Pattern]:
    words = load_duty_words()
    return [*words.skip, *words.skip_sentence, *words.power, *words.single]


def _statement_patterns() -> list[Pattern]:
    words = load_statement_words()
    return [*(rule.pattern for rule in words.rules), *words.subjects, *words.persons]


def _all_patterns() -> list[Pattern]:
    named = [*load_power_words().patterns, *load_post_words().signals]
    return [*_deadline_patterns(), *_duty_patterns(), *named, *_statement_patterns()]


@pytest.mark.parametrize("pattern", _all_patterns(), ids=lambda pattern: pattern.id)
def test_pattern_finds_its_examples_only(pattern: Pattern) -> None:
    """A pattern is found in each of its examples and in none of its counter-examples."""
    assert [text for text in pattern.examples if not pattern.regex.search(text)] == []
    assert [text for text in pattern.counter_examples if pattern.regex.search(text)] == []


@pytest.mark.parametrize("form", load_forms().forms, ids=lambda form: form.id)
def test_form_of_name_reads_its_examples_whole(form: Pattern) -> None:
    """Each example of a form of names is one mention, and no counter-example is a mention of that kind."""
    for text in form.examples:
        assert [mention.name for mention in find_departments(text)] == [text]
    for text in form.counter_examples:
        assert (text, form.fields["kind"]) not in [(m.name, m.kind) for m in find_departments(text)]


HOSTILE = [
    "三日内，",
    "三日内由局",
    "三",
    "（",
    "的",
    "每",
    "局",
    "综合",
    "、",
    "和",
    "自",
    "1",
    "日",
    "前",
    "由",
    "区",
    "，",
    "不得",
    "三日内",
    "行使",
    "等",
    "“",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_long_hostile_text_takes_linear_time(unit: str) -> None:
    """Many times the same word costs no more than its length."""

    def work(size: int) -> None:
        text = unit * size
        find_deadlines(text)
        find_departments(text)
        find_sentences(text)
        for pattern in _all_patterns():
            pattern.regex.search(text)

    assert is_linear(work, 2_000)


def test_words_cover_a_text_without_a_gap() -> None:
    """The tokens of a text, joined, are the text."""
    text = "区级有关执法部门应当在3个工作日内移送给有管辖权的一方处理。"
    tokens = find_words(text)
    assert "".join(text[token.start : token.end] for token in tokens) == text
    assert load_words().by_text["应当"].modality == "obligation"


def test_word_lists_are_whole() -> None:
    """Every list has words and an id of its own, and no list names a word twice."""
    groups = load_data("words")["groups"]
    assert len({group["id"] for group in groups}) == len(groups)
    assert [group["id"] for group in groups if len(set(group["words"])) != len(group["words"])] == []


def test_topics_are_the_controlled_list() -> None:
    """The topics are the 22 of the schema, each with a name."""
    assert len(load_topics().labels) == 22
    assert load_topics().labels["case_transfer"] == "案件移送"


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([{"id": "a", "pattern": "x"}], id="no examples"),
        pytest.param([{"id": "a", "examples": ["x"]}], id="no pattern"),
        pytest.param([{"id": "a", "pattern": "x", "examples": ["x"]}] * 2, id="one id twice"),
        pytest.param([{"id": "a", "pattern": "(", "examples": ["x"]}], id="no regular expression"),
    ],
)
def test_faulty_entry_is_named(entries: list[dict[str, object]]) -> None:
    """An entry that is not whole raises with file and entry."""
    with pytest.raises(LexiconError, match=r"deadlines\.json, entry a"):
        build_patterns("deadlines", entries, {})
