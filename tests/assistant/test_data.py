"""The word files of the assistant: question forms with their examples, concepts, names of districts."""

from __future__ import annotations

import pytest

from assistant.lexicon import PACKAGE, ask_patterns, concept_forms, fillers, load_concepts, politeness
from corpus import PatternEntry, fold_text, load_words

ASKS = {entry.id: entry for entry in ask_patterns()}
EXAMPLES = [(entry, text) for entry in ask_patterns() for text in entry.examples]
COUNTER_EXAMPLES = [(entry, text) for entry in ask_patterns() for text in entry.counter_examples]


def name_case(value: PatternEntry | str) -> str:
    """What a case is called: the pattern's id, the text."""
    return value if isinstance(value, str) else value.id


@pytest.mark.parametrize(("entry", "text"), EXAMPLES, ids=name_case)
def test_question_form_matches_its_example(entry: PatternEntry, text: str) -> None:
    """A question form is found in each of its examples."""
    assert entry.regex.search(fold_text(text))


@pytest.mark.parametrize(("entry", "text"), COUNTER_EXAMPLES, ids=name_case)
def test_question_form_leaves_its_counter_example(entry: PatternEntry, text: str) -> None:
    """A question form is found in none of its counter-examples."""
    assert not entry.regex.search(fold_text(text))


def test_question_forms_show_both_sides() -> None:
    """Every question form has an example and a counter-example, and none matches the empty text."""
    assert [name for name, entry in ASKS.items() if not (entry.examples and entry.counter_examples)] == []
    assert [name for name, entry in ASKS.items() if entry.regex.search("")] == []


def test_concepts_are_found_by_all_their_names() -> None:
    """Every name of every concept, official or spoken, stands for that concept."""
    _, bearers = concept_forms()
    lost = [
        (concept.id, word)
        for concept in load_concepts().values()
        for word in (*concept.official, *concept.spoken)
        if concept.id not in bearers[word]
    ]
    assert lost == []


def test_concepts_repeat_no_name() -> None:
    """No concept names the same word twice, as official and as spoken or twice over."""
    doubled = {
        concept.id: names
        for concept in load_concepts().values()
        if len(names := (*concept.official, *concept.spoken)) != len(set(names))
    }
    assert doubled == {}


def test_longer_names_win() -> None:
    """Where a name stands inside a longer one, the longer one is found."""
    regex, _ = concept_forms()
    assert [match.group() for match in regex.finditer("接受移送后回话")] == ["接受移送", "回话"]


def test_word_lists_load() -> None:
    """The lists of fillers, courtesies and places are not empty and are written as folded text is."""
    words = (*fillers(), *politeness(), *load_words(PACKAGE, "districts", "no_names"))
    assert words
    assert [word for word in words if fold_text(word) != word] == []
