"""The filters of `quanze search`: options of the command line, and what they ask of full text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from webapp.inputs import clean_text, parse_district, parse_topic
from webapp.wording import load_words

Command = TypeVar("Command", bound=Callable[..., Any])
_YEAR = click.IntRange(1949, 2999)


def search_filters(command: Command) -> Command:
    """``command`` with an option for each filter but the district."""
    modalities = click.Choice(list(load_words()["modality"].values()))
    for option in (
        click.option("--year", type=_YEAR, metavar="年份", help="只看这一年成文的文件，例如 2024。"),
        click.option("--deadline/--no-deadline", default=None, help="只看写明（或没有写明）具体时限的条款。"),
        click.option("--modality", type=modalities, help="只看这种性质的条款。"),
        click.option("--document", metavar="文件", help="只看这份文件（发文字号、标题或代号）。"),
        click.option("--department", metavar="部门", help="只看涉及这个部门的条款。"),
        click.option("--topic", metavar="事项", help="只看这个事项的条款，例如 案件移送。"),
    ):
        command = option(command)
    return command


def read_filters(given: dict[str, Any]) -> dict[str, Any]:
    """The keyword arguments of `Knowledge.search` for the options ``given``. Raises InputError for an unknown topic."""
    words: dict[str, str] = load_words()["modality"]
    deadline, year = given["deadline"], given["year"]
    return {
        "district": parse_district(given["district"]),
        "topic": parse_topic(given["topic"]),
        "department": given["department"],
        "document": clean_text(given["document"]) if given["document"] else None,
        "modality": next((key for key, word in words.items() if word == given["modality"]), None),
        "deadline": None if deadline is None else "yes" if deadline else "no",
        "year": None if year is None else str(year),
        "limit": given["limit"],
    }
