"""What reading a question asks of a store's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Vocabulary(Protocol):
    """What is known of words."""

    def cut(self, text: str) -> Sequence[str]:
        """All words of a text."""
        ...

    def known(self, word: str) -> bool:
        """Whether a clause of the store holds the word."""
        ...

    def is_function_word(self, word: str) -> bool:
        """Whether it is a function or question word."""
        ...

    def tells_little(self, word: str) -> bool:
        """Whether it is an adverb, a pronoun, a particle or the like."""
        ...

    def is_place(self, word: str) -> bool:
        """Whether it is the name of a place in the dictionary."""
        ...
