"""Seals: for each document and table, the SHA-256 over its rows, and the check that finds whatever has changed since.

SQLite's own check sees torn pages but few flipped bits; the seals see every one in the content.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence

from sqlite_utils import Database

from index.records import CLAUSE_COLUMNS, DOCUMENT_COLUMNS, digest

_CONTENT = {
    "document": f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM documents WHERE id = ?",
    "text": "SELECT source_text, normal_text, offsets FROM texts WHERE document_id = ?",
    "clauses": f"SELECT {', '.join(CLAUSE_COLUMNS)} FROM clauses WHERE document_id = ? ORDER BY position",
    "duties": "SELECT position, id, jurisdiction, topic, status, data FROM duties WHERE document_id = ? ORDER BY id",
    "actors": "SELECT duty_id, name_key FROM duty_actors JOIN actors ON actors.id = actor_id"
    " WHERE document_id = ? ORDER BY 1, 2",
    "powers": "SELECT position, id, jurisdiction, data FROM powers WHERE document_id = ? ORDER BY id",
    "posts": "SELECT position, jurisdiction, data FROM posts WHERE document_id = ? ORDER BY position",
    "statements": "SELECT position, id, jurisdiction, data FROM statements WHERE document_id = ? ORDER BY id",
}
_NAMES = {
    "document": "文件登记信息",
    "text": "规范化文本",
    "clauses": "条款结构",
    "duties": "职责",
    "actors": "责任主体",
    "powers": "权力事项数",
    "posts": "职务名单",
    "statements": "数额、数量与有效期",
}
ALL_PARTS = tuple(_CONTENT)
FACT_PARTS = ("duties", "actors", "powers", "posts", "statements")


def write(db: Database, document_id: int, parts: Sequence[str]) -> None:
    """Seal these parts of a document as they now stand; the caller holds the write transaction."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO seals VALUES (?, ?, ?)",
        [(document_id, part, _seal(db, document_id, part)) for part in parts],
    )


def verify(db: Database) -> tuple[str, ...]:
    """All findings in Chinese, naming document and clause; empty where the store is sound."""
    findings: list[str] = []
    try:
        findings.extend(_structure(db))
        for document_id, slug, number, sha256 in db.execute(
            "SELECT id, slug, json_extract(metadata, '$.number'), sha256 FROM documents ORDER BY slug"
        ).fetchall():
            findings.extend(_document(db, document_id, f"{slug}（{number}）" if number else slug, sha256))
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        findings.append(f"数据库文件损坏，检查未能完成：{error}")
    return tuple(findings)


def _structure(db: Database) -> Iterator[str]:
    for (message,) in db.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield f"数据库结构错误：{message}"
    for table, _, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield f"数据库引用错误：{table} 中有记录指向 {parent} 中不存在的记录"


def _document(db: Database, document_id: int, name: str, sha256: str) -> Iterator[str]:
    row = db.execute("SELECT raw, normal_text FROM texts WHERE document_id = ?", [document_id]).fetchone()
    if row is None:
        yield f"文件“{name}”：原文缺失"
        return
    raw, text = row
    if hashlib.sha256(raw).hexdigest() != sha256:
        yield f"文件“{name}”：原文与登记的 SHA-256 不一致"
    for eid, start, end, clause_sha256 in db.execute(
        'SELECT eid, "start", "end", sha256 FROM clauses WHERE document_id = ? ORDER BY position', [document_id]
    ):
        if digest(text[start:end]) != clause_sha256:
            yield f"文件“{name}”条款“{eid}”：文字与登记的 SHA-256 不一致"
    seals = dict(db.execute("SELECT part, sha256 FROM seals WHERE document_id = ?", [document_id]).fetchall())
    for part in ALL_PARTS:
        if seals.get(part) != _seal(db, document_id, part):
            yield f"文件“{name}”：{_NAMES[part]}与登记的校验值不一致"
    for number, (old_raw, old_sha256) in enumerate(
        db.execute("SELECT raw, sha256 FROM versions WHERE document_id = ? ORDER BY id", [document_id]), start=1
    ):
        if hashlib.sha256(old_raw).hexdigest() != old_sha256:
            yield f"文件“{name}”第 {number} 个历史版本：原文与登记的 SHA-256 不一致"


def _seal(db: Database, document_id: int, part: str) -> str:
    rows = db.execute(_CONTENT[part], [document_id]).fetchall()
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
