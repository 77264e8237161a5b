"""The store's tables, and the way from any earlier schema to the present one.

``PRAGMA application_id`` marks the file as ours, ``PRAGMA user_version`` holds the schema version. A migration is a
block of SQL; all that are due run in one transaction, so that a store is never between two versions. A change of the
tables is a new migration at the end of ``MIGRATIONS``; those that have shipped are never edited.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from index.errors import StoreDamagedError, StoreTooNewError

APPLICATION_ID = 0x515A5443  # "QZTC"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step forward: the version it leads to, and its SQL without transaction statements."""

    version: int
    sql: str


_FIRST = """
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO state VALUES ('revision', '0');

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE,      -- of the source's bytes
    identity TEXT NOT NULL UNIQUE,    -- folded number, or title, issuer, date: two files of one identity are versions
    source_name TEXT NOT NULL,
    encoding TEXT NOT NULL,
    number_key TEXT,                  -- folded, for looking up
    title_key TEXT NOT NULL,
    issued_title_key TEXT,
    jurisdiction TEXT,
    issued_on TEXT,
    metadata TEXT NOT NULL,           -- JSON, corpus.Metadata
    problems TEXT NOT NULL,           -- JSON, [[start, end, message], …]
    clause_count INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'current',
    revision INTEGER NOT NULL         -- of the store, when this document or its facts last changed
);
CREATE INDEX documents_number ON documents(number_key);
CREATE INDEX documents_title ON documents(title_key);
CREATE INDEX documents_issued_title ON documents(issued_title_key);
CREATE INDEX documents_jurisdiction ON documents(jurisdiction, issued_on, slug);
CREATE INDEX documents_revision ON documents(revision);

CREATE TABLE removals (slug TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE texts (
    document_id INTEGER PRIMARY KEY REFERENCES documents(id) ON DELETE CASCADE,
    raw BLOB NOT NULL,
    source_text TEXT,                 -- only where it is not simply the decoded bytes
    normal_text TEXT NOT NULL,
    offsets TEXT NOT NULL             -- JSON, see codec.pack_offsets
);

CREATE TABLE versions (               -- earlier states of a document
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    source_name TEXT NOT NULL,
    encoding TEXT NOT NULL,
    metadata TEXT NOT NULL,
    raw BLOB NOT NULL,
    reviewed TEXT NOT NULL,           -- JSON, the duties that a person had confirmed or corrected on this version
    replaced_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX versions_document ON versions(document_id, id);

CREATE TABLE clauses (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- reading order; the root of the tree is no row
    eid TEXT NOT NULL,
    parent TEXT NOT NULL,
    kind TEXT NOT NULL,
    num TEXT NOT NULL,
    heading TEXT NOT NULL,
    path TEXT NOT NULL,               -- JSON
    headings TEXT NOT NULL,           -- JSON
    paragraphs TEXT NOT NULL,         -- JSON, see codec.pack_paragraphs
    start INTEGER NOT NULL,           -- span in normal_text
    "end" INTEGER NOT NULL,
    label_start INTEGER,              -- span of number and heading
    label_end INTEGER,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    sha256 TEXT NOT NULL,             -- of normal_text[start:end]
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX clauses_eid ON clauses(document_id, eid);

CREATE TABLE duties (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- start of the quote, for the order
    id TEXT NOT NULL,
    jurisdiction TEXT,
    topic TEXT NOT NULL,
    status TEXT NOT NULL,
    data TEXT NOT NULL,               -- JSON, corpus.Duty
    PRIMARY KEY (document_id, id)
) WITHOUT ROWID;
CREATE INDEX duties_topic ON duties(topic, jurisdiction);
CREATE INDEX duties_jurisdiction ON duties(jurisdiction);

CREATE TABLE actors (id INTEGER PRIMARY KEY, name_key TEXT NOT NULL UNIQUE);
CREATE TABLE duty_actors (
    document_id INTEGER NOT NULL,
    duty_id TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actors(id),
    PRIMARY KEY (document_id, duty_id, actor_id),
    FOREIGN KEY (document_id, duty_id) REFERENCES duties(document_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX duty_actors_actor ON duty_actors(actor_id);

CREATE TABLE powers (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- as the caller gave them
    id TEXT NOT NULL,
    jurisdiction TEXT,
    data TEXT NOT NULL,               -- JSON, corpus.PowerStatement
    PRIMARY KEY (document_id, id)
) WITHOUT ROWID;
CREATE INDEX powers_jurisdiction ON powers(jurisdiction);

CREATE TABLE posts (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    jurisdiction TEXT,
    data TEXT NOT NULL,               -- JSON, corpus.Post
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;
CREATE INDEX posts_jurisdiction ON posts(jurisdiction);

CREATE TABLE reviews (                -- who changed which duty, and how it read before
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    duty_id TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    status TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reviewed_at TEXT NOT NULL
);
CREATE INDEX reviews_duty ON reviews(document_id, duty_id);

CREATE TABLE seals (                  -- SHA-256 over one document's rows in one table: no change goes unseen
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (document_id, part)
) WITHOUT ROWID;
"""

# The seal is that of no rows: SHA-256 of "[]".
_STATEMENTS = """
CREATE TABLE statements (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,        -- as the caller gave them
    id TEXT NOT NULL,
    jurisdiction TEXT,
    data TEXT NOT NULL,               -- JSON, corpus.Statement
    PRIMARY KEY (document_id, id)
) WITHOUT ROWID;
CREATE INDEX statements_jurisdiction ON statements(jurisdiction);
INSERT INTO seals
    SELECT id, 'statements', '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' FROM documents;
"""

# Nothing here is derived from documents, so that no row refers to one.
_JOURNAL = """
CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,               -- refusal, feedback
    district TEXT NOT NULL,           -- empty where none was understood
    key TEXT NOT NULL,                -- what makes two entries equal, see journal.py
    count INTEGER NOT NULL,
    first_at TEXT NOT NULL,           -- UTC, ISO 8601
    last_at TEXT NOT NULL,
    data TEXT NOT NULL,               -- JSON, see journal.py
    UNIQUE (kind, district, key)
);
CREATE INDEX journal_age ON journal(kind, last_at);
"""

MIGRATIONS = (Migration(1, _FIRST), Migration(2, _STATEMENTS), Migration(3, _JOURNAL))


def read_version(db: Database) -> int:
    """The schema version of ``db``, 0 for an empty file. Raises StoreDamagedError where the file is not ours."""
    mark = db.execute("PRAGMA application_id").fetchone()[0]
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if mark == APPLICATION_ID:
        return version
    if mark == 0 and version == 0 and not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        return 0
    raise StoreDamagedError("数据库文件不是权责通的知识库。", hint="请检查数据目录是否指定正确；原文件未作改动。")


def needs_migration(db: Database, migrations: tuple[Migration, ...] = MIGRATIONS) -> bool:
    """Whether ``db`` is older than the code. Raises StoreTooNewError where it is newer."""
    version, newest = read_version(db), migrations[-1].version
    if version > newest:
        raise StoreTooNewError(
            f"知识库由更新版本的权责通写成（数据版本 {version}，本程序支持到 {newest}）。",
            hint="请升级权责通后再打开；原文件未作改动。",
        )
    return version < newest


def migrate(db: Database, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring ``db`` to the newest schema inside the caller's transaction. Raises StoreTooNewError, StoreDamagedError."""
    if not needs_migration(db, migrations):
        return
    version = read_version(db)
    for migration in migrations:
        if migration.version > version:
            for statement in _statements(migration.sql):
                db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.conn.execute(f"PRAGMA user_version = {migrations[-1].version}")


def _statements(sql: str) -> Iterator[str]:
    # sqlite3.executescript would commit the transaction that we are in.
    statement = ""
    for piece in re.split("(?<=;)", sql):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
