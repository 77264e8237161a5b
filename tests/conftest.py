"""What all tests share: no way to the outside, steady random data, one knowledge base built from the shipped documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.guard import netguard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant import Knowledge

ROOT = Path(__file__).resolve().parent.parent

netguard.install()
settings.register_profile(
    "quanze", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quanze")


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped documents, built once; tests only read it."""
    from assistant import build_knowledge

    folder = tmp_path_factory.mktemp("knowledge")
    build_knowledge(folder)
    return folder


@pytest.fixture(scope="session")
def knowledge(data_dir: Path) -> Iterator[Knowledge]:
    """The knowledge base over `data_dir`, open."""
    from assistant import Knowledge

    opened = Knowledge.open(data_dir)
    yield opened
    opened.close()
