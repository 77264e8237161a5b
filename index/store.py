"""The store: documents, clauses and what was read from them, in one SQLite file. The one source of truth.

Safe to be used from many threads: every thread has its own connection, writers queue. Nothing here walks the whole
store to serve one question. What is derived (full text, graph) compares `Store.revision` and asks `Store.changes`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

from sqlite_utils import Database

from corpus import (
    ClauseRecord,
    Document,
    DocumentRecord,
    Duty,
    Facts,
    Metadata,
    NormalText,
    Post,
    PowerStatement,
    Source,
    Statement,
    fold_text,
)
from index import seals
from index.codec import (
    duty_from_json,
    metadata_from_json,
    post_from_json,
    power_from_json,
    statement_from_json,
    to_json,
    unpack_offsets,
)
from index.connection import BUSY_SECONDS, Connections, prepare_database
from index.errors import NotInStore
from index.journal import Journal
from index.records import (
    CLAUSE_COLUMNS,
    DOCUMENT_COLUMNS,
    RECORD_COLUMNS,
    TEXT_COLUMNS,
    clause_record,
    clause_rows,
    document_record,
    document_row,
    identity,
    text_row,
    title_key,
)

FILE_NAME = "quanze.db"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document handed to `Store.add_document`, and the slug under which it is kept."""

    slug: str
    outcome: Literal["added", "unchanged", "replaced"]


@dataclass(frozen=True, slots=True)
class Changes:
    """The slugs of documents that changed, and of those that were removed, after some revision; no slug is in both."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier state of a document: its file, its metadata, and the duties a person had reviewed on it."""

    sha256: str
    source_name: str
    encoding: str
    metadata: Metadata
    raw: bytes
    reviewed: tuple[Duty, ...]


class Store:
    """The door to the data folder's SQLite file. Use `Store.open`; close it, or use it as a context manager."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @classmethod
    def open(cls, data_dir: Path, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Store:
        """The store in ``data_dir``, brought to the present schema; with ``create`` made where it is missing.

        Raises StoreMissingError, StoreDamagedError, StoreTooNewError, StoreBusyError, StoreUnwritableError.
        """
        path = data_dir / FILE_NAME
        prepare_database(path, create=create, busy_seconds=busy_seconds)
        return cls(Connections(path, busy_seconds=busy_seconds))

    def close(self) -> None:
        """Close the connections of all threads."""
        self._connections.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The store's file."""
        return self._connections.path

    @property
    def journal(self) -> Journal:
        """Questions that got no answer, and what users report of answers."""
        return Journal(self._connections)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes of this thread inside it are one, kept together or not at all; for importing many documents."""
        with self._connections.writing():
            yield

    # Documents in

    def add_document(self, document: Document, *, reparse: bool = False) -> Added:
        """Keep ``document``. Bytes that are already stored change nothing, unless ``reparse`` asks for the new tree.

        A document of the same identity (number, else title, issuer and date) but other bytes takes the place and the
        slug of
        the earlier one, which is kept as a version. A different document whose slug is taken gets -2, -3 …
        What was read from the earlier text (`Facts`) goes; reviewed duties go with the version, or stay when reparsing.
        """
        with self._connections.writing() as db:
            same = _row(db, "SELECT id, slug FROM documents WHERE sha256 = ?", document.source.sha256)
            if same and not reparse:
                return Added(same[1], "unchanged")
            known = same or _row(
                db,
                "SELECT id, slug FROM documents WHERE identity = ?",
                identity(document.metadata, document.source.sha256),
            )
            if not known:
                slug = _free_slug(db, document.slug)
                _insert_document(db, document, slug, _next_revision(db))
                return Added(slug, "added")
            document_id, slug = known
            if not same:
                _keep_version(db, document_id)
            _replace_document(db, document, document_id, slug, _next_revision(db))
            return Added(slug, "replaced")

    def remove_document(self, slug: str) -> None:
        """Forget a document with its clauses, versions, facts and reviews. Raises NotInStore."""
        with self._connections.writing() as db:
            document_id = _document_id(db, slug)
            db.execute("DELETE FROM documents WHERE id = ?", [document_id])
            db.execute("INSERT OR REPLACE INTO removals VALUES (?, ?)", [slug, _next_revision(db)])

    # Documents out

    def document(self, slug: str) -> DocumentRecord:
        """The document of that slug. Raises NotInStore."""
        found = self._documents("WHERE slug = ?", slug)
        if not found:
            raise _no_document(slug)
        return found[0]

    def documents(self, *, district: str | None = None) -> tuple[DocumentRecord, ...]:
        """All documents, or those of one jurisdiction, by jurisdiction (unknown last), date of issue, slug."""
        order = "ORDER BY jurisdiction IS NULL, jurisdiction, issued_on, slug"
        if district is None:
            return self._documents(order)
        return self._documents(f"WHERE jurisdiction = ? {order}", district)

    def find_document(self, name: str) -> DocumentRecord | None:
        """The document of that slug, number (any brackets, spaces) or title (with or without 《》), or None."""
        tests = (
            ("slug", name),
            ("number_key", fold_text(name)),
            ("title_key", title_key(name)),
            ("issued_title_key", title_key(name)),
        )
        for column, key in tests:
            found = self._documents(f"WHERE {column} = ? ORDER BY issued_on DESC, slug LIMIT 1", key) if key else ()
            if found:
                return found[0]
        return None

    def versions(self, slug: str) -> tuple[Version, ...]:
        """The earlier versions of a document, oldest first. Raises NotInStore."""
        with self._connections.reading() as db:
            rows = db.execute(
                "SELECT sha256, source_name, encoding, metadata, raw, reviewed FROM versions"
                " WHERE document_id = ? ORDER BY id",
                [_document_id(db, slug)],
            ).fetchall()
        return tuple(
            Version(
                sha256,
                name,
                encoding,
                metadata_from_json(metadata),
                raw,
                tuple(map(duty_from_json, json.loads(reviewed))),
            )
            for sha256, name, encoding, metadata, raw, reviewed in rows
        )

    def source(self, slug: str) -> Source:
        """The file as it came in. Raises NotInStore."""
        name, raw, sha256, encoding, text = self._text(slug, "source_name, raw, sha256, encoding, source_text")
        return Source(name, raw, sha256, encoding, raw.decode(encoding) if text is None else text)

    def normal_text(self, slug: str) -> NormalText:
        """The normalised text with its offsets into the source. Raises NotInStore."""
        text, offsets = self._text(slug, "normal_text, offsets")
        return NormalText(text, unpack_offsets(offsets, len(text)))

    def clauses(self, slug: str) -> tuple[ClauseRecord, ...]:
        """The clauses of a document in reading order, without the root. Raises NotInStore."""
        with self._connections.reading() as db:
            document_id = _document_id(db, slug)
            text = _row(db, "SELECT normal_text FROM texts WHERE document_id = ?", document_id)[0]
            rows = db.execute(
                f"SELECT {', '.join(CLAUSE_COLUMNS)} FROM clauses WHERE document_id = ? ORDER BY position",
                [document_id],
            ).fetchall()
        return tuple(clause_record(slug, row, text) for row in rows)

    def clause(self, slug: str, eid: str) -> ClauseRecord:
        """One clause. Raises NotInStore."""
        found = self.clauses_by_id([(slug, eid)])
        if not found:
            raise NotInStore(f"“{slug}”中没有条款“{eid}”。", hint="请用 quanze clauses 查看该文件的条款。")
        return found[slug, eid]

    def clauses_by_id(self, ids: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ClauseRecord]:
        """The clauses of these (slug, eid), in the order given; those that are not there are left out.

        Two queries however many are asked for: the clauses, and the texts of their documents.
        """
        wanted = list(dict.fromkeys(ids))
        columns = ", ".join(f"clauses.{column}" for column in CLAUSE_COLUMNS)
        with self._connections.reading() as db:
            rows = db.execute(
                f"SELECT slug, document_id, {columns} FROM json_each(?) AS wanted"
                " CROSS JOIN documents ON slug = json_extract(wanted.value, '$[0]')"
                " CROSS JOIN clauses ON document_id = documents.id AND eid = json_extract(wanted.value, '$[1]')",
                [json.dumps(wanted)],
            ).fetchall()
            texts = dict(
                db.execute(
                    "SELECT document_id, normal_text FROM json_each(?) AS wanted"
                    " CROSS JOIN texts ON document_id = wanted.value",
                    [json.dumps(sorted({row[1] for row in rows}))],
                ).fetchall()
            )
        found = {(row[0], row[3]): clause_record(row[0], row[2:], texts[row[1]]) for row in rows}
        return {key: found[key] for key in wanted if key in found}

    # Facts

    def replace_facts(self, facts: Facts) -> None:
        """Take ``facts`` as all that the machine read from one document; what a person has reviewed stays as it is.

        A duty whose id a reviewed one has is not taken. Raises NotInStore.
        """
        with self._connections.writing() as db:
            document_id = _document_id(db, facts.document)
            db.execute("DELETE FROM duties WHERE document_id = ? AND status = 'machine'", [document_id])
            kept = {row[0] for row in db.execute("SELECT id FROM duties WHERE document_id = ?", [document_id])}
            _insert_duties(db, document_id, [duty for duty in facts.duties if duty.id not in kept])
            _insert_statements(db, document_id, facts)
            db.execute("UPDATE documents SET revision = ? WHERE id = ?", [_next_revision(db), document_id])
            seals.write(db, document_id, seals.FACT_PARTS)

    def duties(
        self,
        *,
        document: str | None = None,
        department: str | None = None,
        topic: str | None = None,
        district: str | None = None,
    ) -> tuple[Duty, ...]:
        """The duties that fit all that is given, by document and place in it; of every status, rejected ones too.

        ``document`` is a slug, ``topic`` a topic id, ``district`` a jurisdiction. ``department`` fits every actor whose
        name holds it, so that 综合行政执法局 finds 卫滨区综合行政执法局.
        """
        tests = [("documents.slug = ?", document), ("f.topic = ?", topic), ("f.jurisdiction = ?", district)]
        if department is not None:
            tests.append((_BY_ACTOR, fold_text(department)))
        return self._facts("duties", "f.position, f.id", duty_from_json, tests)

    def topic_counts(self) -> dict[tuple[str | None, str], int]:
        """How many duties there are of each jurisdiction and topic, without those that were rejected."""
        counting = "SELECT jurisdiction, topic, COUNT(*) FROM duties WHERE status <> 'rejected' GROUP BY 1, 2"
        with self._connections.reading() as db:
            return {(place, topic): int(count) for place, topic, count in db.execute(counting).fetchall()}

    def powers(self, *, document: str | None = None, district: str | None = None) -> tuple[PowerStatement, ...]:
        """The power statements of one document, one jurisdiction, or all, by document, in the order given."""
        tests = [("documents.slug = ?", document), ("f.jurisdiction = ?", district)]
        return self._facts("powers", "f.position", power_from_json, tests)

    def posts(self, *, document: str | None = None, district: str | None = None) -> tuple[Post, ...]:
        """The posts of one document, one jurisdiction, or all, by document, in the order given."""
        tests = [("documents.slug = ?", document), ("f.jurisdiction = ?", district)]
        return self._facts("posts", "f.position", post_from_json, tests)

    def statements(self, *, document: str | None = None, district: str | None = None) -> tuple[Statement, ...]:
        """The statements of money, counts and validity of one document, one jurisdiction, or all; as `powers`."""
        tests = [("documents.slug = ?", document), ("f.jurisdiction = ?", district)]
        return self._facts("statements", "f.position", statement_from_json, tests)

    # State

    def revision(self) -> int:
        """A number that grows with every change of documents or facts."""
        return int(self.state("revision") or 0)

    def changes(self, since: int) -> Changes:
        """The documents that changed and those that were removed after revision ``since``, by slug."""
        with self._connections.reading() as db:
            changed = db.execute("SELECT slug FROM documents WHERE revision > ? ORDER BY slug", [since]).fetchall()
            removed = db.execute("SELECT slug FROM removals WHERE revision > ? ORDER BY slug", [since]).fetchall()
        return Changes(tuple(row[0] for row in changed), tuple(row[0] for row in removed))

    def state(self, key: str) -> str | None:
        """The note kept under ``key``, or None."""
        with self._connections.reading() as db:
            row = _row(db, "SELECT value FROM state WHERE key = ?", key)
        return row[0] if row else None

    def set_state(self, key: str, value: str) -> None:
        """Keep a short note under ``key``; it does not change the revision, which is not to be set."""
        if key == "revision":
            raise ValueError("the revision counts the store's changes, it is not set")
        with self._connections.writing() as db:
            db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", [key, value])

    def verify(self) -> tuple[str, ...]:
        """What is wrong with the store, in Chinese, naming document and clause; empty where sound. Reads all of it."""
        with self._connections.reading() as db:
            return seals.verify(db)

    def _documents(self, rest: str, *parameters: str) -> tuple[DocumentRecord, ...]:
        with self._connections.reading() as db:
            rows = db.execute(f"SELECT {', '.join(RECORD_COLUMNS)} FROM documents {rest}", parameters).fetchall()
        return tuple(map(document_record, rows))

    def _text(self, slug: str, columns: str) -> tuple[Any, ...]:
        with self._connections.reading() as db:
            row = _row(db, f"SELECT {columns} FROM documents JOIN texts ON document_id = id WHERE slug = ?", slug)
        if not row:
            raise _no_document(slug)
        return tuple(row)

    def _facts(
        self, table: str, order: str, decode: Callable[[str], T], tests: Sequence[tuple[str, str | None]]
    ) -> tuple[T, ...]:
        given = [(test, value) for test, value in tests if value is not None]
        where = " AND ".join(test for test, _ in given) or "1"
        with self._connections.reading() as db:
            rows = db.execute(
                f"SELECT f.data FROM {table} AS f JOIN documents ON documents.id = f.document_id WHERE {where}"
                f" ORDER BY documents.jurisdiction IS NULL, documents.jurisdiction, documents.slug, {order}",
                [value for _, value in given],
            ).fetchall()
        return tuple(decode(row[0]) for row in rows)


# The distinct names are few; the duties are reached through the index on the actor.
_BY_ACTOR = (
    "(f.document_id, f.id) IN (SELECT document_id, duty_id FROM duty_actors"
    " WHERE actor_id IN (SELECT id FROM actors WHERE instr(name_key, ?)))"
)


def _no_document(slug: str) -> NotInStore:
    return NotInStore(f"知识库中没有文件“{slug}”。", hint="请用 quanze documents 查看已有文件。")


def _row(db: Database, sql: str, *parameters: object) -> Any:
    return db.execute(sql, parameters).fetchone()


def _document_id(db: Database, slug: str) -> int:
    row = _row(db, "SELECT id FROM documents WHERE slug = ?", slug)
    if not row:
        raise _no_document(slug)
    return int(row[0])


def _next_revision(db: Database) -> int:
    db.execute("UPDATE state SET value = CAST(value AS INTEGER) + 1 WHERE key = 'revision'")
    return int(_row(db, "SELECT value FROM state WHERE key = 'revision'")[0])


def _free_slug(db: Database, slug: str) -> str:
    candidate, count = slug, 1
    while _row(db, "SELECT 1 FROM documents WHERE slug = ?", candidate):
        count += 1
        candidate = f"{slug}-{count}"
    return candidate


def _insert(db: Database, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _insert_document(db: Database, document: Document, slug: str, revision: int) -> None:
    _insert(db, "documents", (*DOCUMENT_COLUMNS, "revision"), [(*document_row(document, slug), revision)])
    db.execute("DELETE FROM removals WHERE slug = ?", [slug])
    _insert_content(db, document, int(_row(db, "SELECT id FROM documents WHERE slug = ?", slug)[0]))


def _replace_document(db: Database, document: Document, document_id: int, slug: str, revision: int) -> None:
    columns = (*DOCUMENT_COLUMNS, "revision")
    settings = ", ".join(f"{column} = ?" for column in columns)
    db.execute(f"UPDATE documents SET {settings} WHERE id = ?", [*document_row(document, slug), revision, document_id])
    for table in ("texts", "clauses", "powers", "posts", "statements"):
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", [document_id])
    db.execute("DELETE FROM duties WHERE document_id = ? AND status = 'machine'", [document_id])
    _insert_content(db, document, document_id)


def _insert_content(db: Database, document: Document, document_id: int) -> None:
    _insert(db, "texts", ("document_id", *TEXT_COLUMNS), [(document_id, *text_row(document))])
    rows = ((document_id, *row) for row in clause_rows(document))
    _insert(db, "clauses", ("document_id", *CLAUSE_COLUMNS), rows)
    seals.write(db, document_id, seals.ALL_PARTS)


def _keep_version(db: Database, document_id: int) -> None:
    reviewed = [
        row[0]
        for row in db.execute("SELECT data FROM duties WHERE document_id = ? AND status <> 'machine'", [document_id])
    ]
    db.execute(
        "INSERT INTO versions (document_id, sha256, source_name, encoding, metadata, raw, reviewed)"
        " SELECT id, sha256, source_name, encoding, metadata, raw, ?"
        " FROM documents JOIN texts ON document_id = id WHERE id = ?",
        [json.dumps(reviewed, ensure_ascii=False), document_id],
    )
    db.execute("DELETE FROM duties WHERE document_id = ?", [document_id])


def _insert_duties(db: Database, document_id: int, duties: Sequence[Duty]) -> None:
    columns = ("document_id", "position", "id", "jurisdiction", "topic", "status", "data")
    rows = ((document_id, d.span[0], d.id, d.jurisdiction, d.topic, d.status, to_json(d)) for d in duties)
    _insert(db, "duties", columns, rows)
    bearers = [(duty.id, fold_text(actor)) for duty in duties for actor in duty.actors]
    db.conn.executemany("INSERT OR IGNORE INTO actors (name_key) VALUES (?)", {(name,) for _, name in bearers})
    db.conn.executemany(
        "INSERT OR IGNORE INTO duty_actors SELECT ?, ?, id FROM actors WHERE name_key = ?",
        [(document_id, duty_id, name) for duty_id, name in bearers],
    )


def _insert_statements(db: Database, document_id: int, facts: Facts) -> None:
    for table in ("powers", "posts", "statements"):
        db.execute(f"DELETE FROM {table} WHERE document_id = ?", [document_id])
    stated_in: tuple[tuple[str, Sequence[PowerStatement | Statement]], ...] = (
        ("powers", facts.powers),
        ("statements", facts.statements),
    )
    for table, stated in stated_in:
        rows = ((document_id, at, item.id, item.jurisdiction, to_json(item)) for at, item in enumerate(stated))
        _insert(db, table, ("document_id", "position", "id", "jurisdiction", "data"), rows)
    posts = ((document_id, at, post.jurisdiction, to_json(post)) for at, post in enumerate(facts.posts))
    _insert(db, "posts", ("document_id", "position", "jurisdiction", "data"), posts)
