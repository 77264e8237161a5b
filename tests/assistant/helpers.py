"""Documents of invented districts, and knowledge bases built from them, for the tests of assistant."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import BuildSummary, Imported, build_knowledge, import_paths

if TYPE_CHECKING:
    from collections.abc import Mapping

QUESTIONS = Path(__file__).resolve().parents[2] / "bench" / "questions.txt"

_NOTICE = """{issuer}文件

{agency}〔2023〕{serial}号

{issuer}关于印发《{district}综合执法协作办法》的通知

各乡镇人民政府，区直各部门：

现将《{district}综合执法协作办法》印发给你们，请遵照执行。

{issuer}
2023年5月6日

{district}综合执法协作办法

为规范综合执法协作，制定本办法。

一、案件移送

（一）区农业农村局发现违法行为不属于本部门管辖的，应当在{days}内移送区综合执法局；情况紧急的，应当立即移送。

（二）移送案件应当附下列材料：

1. 案件移送函；

2. 现场检查记录；

3. 初步证据材料。

二、投诉举报

区综合执法局接到投诉举报的，应当及时受理。
"""


def make_notice(district: str, *, agency: str = "青政办发", serial: int = 7, days: str = "五个工作日") -> str:
    """A notice of ``district`` on handing over cases, within ``days`` (with their unit)."""
    return _NOTICE.format(issuer=f"{district}管理委员会", district=district, agency=agency, serial=serial, days=days)


def write_texts(folder: Path, texts: Mapping[str, str]) -> Path:
    """``folder`` with each text in the file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build_from(folder: Path, texts: Mapping[str, str]) -> tuple[Path, tuple[Imported, ...], BuildSummary]:
    """A data folder with nothing but ``texts``, what became of each, and what the build says."""
    data_dir = folder / "data"
    imported = import_paths(data_dir, [write_texts(folder / "texts", texts)])
    return data_dir, imported, build_knowledge(data_dir, shipped=False)


def empty_journal(data_dir: Path) -> None:
    """Takes out of a closed data folder what other tests asked of the one that it was copied from."""
    with closing(sqlite3.connect(data_dir / "quanze.db")) as connection, connection:
        connection.execute("DELETE FROM journal")


def read_questions() -> tuple[str, ...]:
    """The questions that the speed measurement asks, one a line."""
    return tuple(line for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip())
