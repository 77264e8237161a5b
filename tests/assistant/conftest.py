"""What the tests of this folder share: invented districts, the speed measurement's questions with their replies."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Knowledge, Reply
from index import Store

from .helpers import build_from, make_notice, read_questions

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Knowledge]:
    """Three invented districts with the same rules but other time limits; two of them go by the name 高新区."""
    data_dir, _, _ = build_from(
        tmp_path_factory.mktemp("invented"),
        {
            "baiyu.txt": make_notice("白榆高新技术产业开发区", agency="白政办发", serial=9, days="三日"),
            "hongshan.txt": make_notice("红杉区", agency="红政办发", days="两个工作日"),
            "qingtong.txt": make_notice("青桐高新技术产业开发区"),
        },
    )
    opened = Knowledge.open(data_dir)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def replies(knowledge: Knowledge) -> tuple[Reply, ...]:
    """The replies to the questions of the speed measurement, as asked."""
    return tuple(knowledge.ask(question) for question in read_questions())


@pytest.fixture(scope="session")
def scoped_replies(knowledge: Knowledge) -> dict[tuple[str, str], Reply]:
    """The replies to the same questions, each asked of every district, by district and question."""
    return {
        (district, question): knowledge.ask(question, district=district)
        for question in read_questions()
        for district in knowledge.districts()
    }


@pytest.fixture
def copied(data_dir: Path, tmp_path: Path) -> Path:
    """A data folder with the shipped documents that a test may write to, closed."""
    folder = tmp_path / "data"
    shutil.copytree(data_dir, folder)
    Store.open(folder).close()  # takes what the open original has not yet written into the main file
    return folder
