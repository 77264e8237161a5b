"""Settings of the web app and the command line, and where the data folder lies by default."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

MAX_BODY = 64 * 1024
JOURNAL_VARIABLE = "QUANZE_JOURNAL"
_OFF = frozenset({"off", "0", "no", "false", "关"})


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def records_journal(environ: Mapping[str, str]) -> bool:
    """Whether refused questions and feedback are to be kept: yes, unless QUANZE_JOURNAL is off."""
    return environ.get(JOURNAL_VARIABLE, "").strip().lower() not in _OFF


@dataclass(frozen=True, slots=True)
class WebConfig:
    """What `create_app` needs: the data folder, the clock, the largest request body in bytes, and whether refused
    questions and feedback are kept.
    """

    data_dir: Path
    today: Callable[[], date] = date.today
    max_body: int = MAX_BODY
    journal: bool = True
    now: Callable[[], datetime] = utc_now


def default_data_dir(code: Path, environ: Mapping[str, str], home: Path) -> Path:
    """The data folder where none is given: ``var/`` of the checkout that holds ``code``, else the user's data folder.

    ``code`` is the folder of this package. A checkout is a folder with pyproject.toml and corpus/ in it.
    """
    project = code.parent
    if (project / "pyproject.toml").is_file() and (project / "corpus").is_dir():
        return project / "var"
    base = environ.get("XDG_DATA_HOME", "")
    return (Path(base) if os.path.isabs(base) else home / ".local" / "share") / "quanze"
