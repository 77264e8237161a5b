"""Topics × districts: what the duties of each district say on the same act, side by side; nothing is inferred.

Below a topic stands one row for each kind of act (`assistant.acts`), so that a limit for handing over stands beside
another limit for handing over. A cell tells “无规定” (documents are there, none deals with it) from “未入库”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from assistant.acts import OTHER, ActKey, act_key, act_keys, is_exception, is_extension, load_acts
from assistant.bundles import Bundle, is_sure
from assistant.strictness import NONE, UNSTATED, Strictness, strictness
from corpus import ClauseRecord, Deadline, DocumentRecord, Duty, render_citation
from graph import load_topics

CellStatus: TypeAlias = Literal["fixed", "vague", "unstated", "elsewhere", "none", "not_in_store"]
Difference: TypeAlias = Literal["missing", "deadline", "day_workday", "modality"]

SHOWN = 2
ON_DEMAND = 20
_MODALITIES = ("obligation", "prohibition", "power", "permission")


class Reader(Protocol):
    """What comparing reads of a knowledge base."""

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents."""

    def bundle(self, slug: str) -> Bundle:
        """One document with its clauses and duties."""


@dataclass(frozen=True, slots=True)
class District:
    """A district that is compared; one without documents is not in the store."""

    name: str
    documents: tuple[DocumentRecord, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit of a cell; ``case`` is the condition where it holds in a special case only (情况紧急的)."""

    deadline: Deadline
    case: str | None
    order: Strictness


@dataclass(frozen=True, slots=True)
class CompareEntry:
    """A duty in a cell, with its proof. ``actors`` are empty where the clause leaves open who; duties that differ in
    nothing but their actor are one entry, ``count`` of them. ``topic`` is set where the duty belongs to another topic
    than its row.
    """

    duty: Duty
    actors: tuple[str, ...]
    document: DocumentRecord
    clause: ClauseRecord
    topic: str | None = None
    count: int = 1

    @property
    def citation(self) -> str:
        """The official citation of the clause."""
        return render_citation(self.document, self.clause)

    @property
    def exception(self) -> bool:
        """Whether it is the rule for a special case (情况紧急的) beside a general one."""
        return is_exception(self.duty)

    @property
    def extension(self) -> bool:
        """Whether it is about making a time limit longer, so that only its own words tell it right."""
        deadlines = self.duty.deadlines
        return bool(deadlines) and all(map(_extends, deadlines))

    @property
    def url(self) -> str:
        """Where the clause stands, with the quote marked."""
        start, end = self.duty.span
        return f"/documents/{self.document.slug}?mark={start}-{end}#{self.clause.eid}"

    @property
    def address(self) -> str:
        """The clause as <document>/<eid>."""
        return f"{self.document.slug}/{self.clause.eid}"


@dataclass(frozen=True, slots=True)
class CompareCell:
    """What one district says on one act: the most telling entry first.

    ``status`` tells a limit that fixes a length from 及时 and from none; ``elsewhere`` where the act stands under
    another topic only, which is shown but neither ranked nor compared. ``rank`` counts from the strictest limit of the
    row, 1; None where there is nothing to rank.
    """

    district: str
    status: CellStatus
    entries: tuple[CompareEntry, ...] = ()
    limits: tuple[Limit, ...] = ()
    order: Strictness = NONE
    rank: int | None = None

    @property
    def compared(self) -> bool:
        """Whether it has a rule that others are compared with."""
        return self.status in ("fixed", "vague", "unstated")

    @property
    def shown(self) -> tuple[CompareEntry, ...]:
        """The entries that a page shows at once."""
        return self.entries[:SHOWN]

    @property
    def further(self) -> tuple[CompareEntry, ...]:
        """Those that it shows on demand."""
        return self.entries[SHOWN : SHOWN + ON_DEMAND]

    @property
    def beyond(self) -> int:
        """How many more there are, to be found in the exports."""
        return max(0, len(self.entries) - SHOWN - ON_DEMAND)


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One kind of act inside a topic, a cell for each district, and in what they differ."""

    topic: str
    key: ActKey
    cells: tuple[CompareCell, ...]
    differences: tuple[Difference, ...]

    @property
    def label(self) -> str:
        """What users read for the act."""
        return self.key.label

    @property
    def ladder(self) -> tuple[Limit, ...]:
        """The limits that stand first in the cells, from strict to loose, each once."""
        first = {cell.order: cell.limits[0] for cell in self.cells if cell.compared and cell.limits}
        return tuple(first[order] for order in sorted(first))


@dataclass(frozen=True, slots=True)
class TopicRows:
    """One topic: its rows, and how many duties each district has there (None where it is not in the store)."""

    topic: str
    counts: tuple[int | None, ...]
    rows: tuple[CompareRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Topics × districts."""

    districts: tuple[District, ...]
    groups: tuple[TopicRows, ...]

    @property
    def rows(self) -> tuple[CompareRow, ...]:
        """All rows, topic by topic."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def documents(self) -> tuple[DocumentRecord, ...]:
        """The documents that the matrix rests on."""
        return tuple(document for district in self.districts for document in district.documents)

    @property
    def missing(self) -> tuple[str, ...]:
        """The districts without any document in the store."""
        return tuple(district.name for district in self.districts if not district.documents)


@dataclass(frozen=True, slots=True)
class Contrast:
    """What only one district has a rule on, and what it has none on while at least two others (the only other) have."""

    district: str
    only_here: tuple[CompareRow, ...]
    missing_here: tuple[CompareRow, ...]


def build_matrix(reader: Reader, topics: Sequence[str], districts: Sequence[str]) -> Matrix:
    """The matrix of ``topics`` and ``districts``, in their order; no topics are all. Raises nothing for a district
    without documents: its cells say so.
    """
    documents = reader.documents()
    compared = tuple(
        District(name, tuple(record for record in documents if record.metadata.jurisdiction == name))
        for name in dict.fromkeys(districts)
    )
    pools = [_Pool(reader, district) for district in compared]
    wanted = tuple(dict.fromkeys(topics)) or tuple(load_topics().labels)
    return Matrix(compared, tuple(_group(topic, pools) for topic in wanted))


def keep_differences(matrix: Matrix) -> Matrix:
    """``matrix`` with those rows only in which districts differ, and the topics that still have a row."""
    groups = (replace(group, rows=tuple(row for row in group.rows if row.differences)) for group in matrix.groups)
    return replace(matrix, groups=tuple(group for group in groups if group.rows))


def find_contrasts(matrix: Matrix) -> tuple[Contrast, ...]:
    """For each district in the store, what it alone has and what it lacks; () where there is only one."""
    present = [at for at, district in enumerate(matrix.districts) if district.documents]
    if len(present) < 2:
        return ()
    few = min(2, len(present) - 1)
    rows = [row for row in matrix.rows if row.key.act != OTHER]
    having = [(row, [at for at in present if row.cells[at].compared]) for row in rows]
    return tuple(
        Contrast(
            matrix.districts[at].name,
            tuple(row for row, places in having if places == [at] and "missing" in row.differences),
            tuple(row for row, places in having if row.cells[at].status == "none" and len(places) >= few),
        )
        for at in present
    )


class _Pool:
    """The duties of one district in reading order, merged where only their actors differ; read when asked for."""

    def __init__(self, reader: Reader, district: District) -> None:
        self.district = district
        self._bundles = [(document, reader.bundle(document.slug)) for document in district.documents]

    def about(self, topic: str) -> list[CompareEntry]:
        """Those of a topic."""
        return self._entries(lambda duty: duty.topic == topic)

    def naming(self, key: ActKey, *, besides: str) -> list[CompareEntry]:
        """Those of other topics that name an act, each with the topic that it stands under."""
        found = self._entries(lambda duty: duty.topic != besides and key in act_keys(duty))
        return [replace(entry, topic=entry.duty.topic) for entry in found]

    def _entries(self, wanted: Callable[[Duty], bool]) -> list[CompareEntry]:
        return [
            entry
            for document, bundle in self._bundles
            for entry in _merge(
                CompareEntry(duty, duty.actors if is_sure(duty) else (), document, bundle.by_eid[duty.eid])
                for duty in bundle.duties
                if duty.status != "rejected" and wanted(duty)
            )
        ]


def _merge(entries: Iterable[CompareEntry]) -> list[CompareEntry]:
    merged: list[CompareEntry] = []
    for entry in entries:
        last = merged[-1] if merged else None
        if last is not None and _same_rule(last.duty, entry.duty):
            merged[-1] = replace(last, actors=tuple(dict.fromkeys((*last.actors, *entry.actors))), count=last.count + 1)
        else:
            merged.append(entry)
    return merged


def _same_rule(first: Duty, second: Duty) -> bool:
    """Whether ``second`` says in words of ``first`` the same for another actor."""

    def said(duty: Duty) -> tuple[object, ...]:
        return duty.eid, duty.action, duty.modality, duty.counterparts, tuple(d.text for d in duty.deadlines)

    return said(first) == said(second) and first.span[0] <= second.span[0] and second.span[1] <= first.span[1]


def _group(topic: str, pools: Sequence[_Pool]) -> TopicRows:
    entries = [pool.about(topic) for pool in pools]
    counts = tuple(
        sum(entry.count for entry in found) if pool.district.documents else None
        for pool, found in zip(pools, entries, strict=True)
    )
    by_key = [_by_key(found) for found in entries]
    rows = [_row(topic, key, pools, by_key) for key in dict.fromkeys(key for found in by_key for key in found)]
    return TopicRows(topic, counts, tuple(sorted(rows, key=_row_order)))


def _by_key(entries: Iterable[CompareEntry]) -> Mapping[ActKey, list[CompareEntry]]:
    found: dict[ActKey, list[CompareEntry]] = {}
    for entry in entries:
        found.setdefault(act_key(entry.duty), []).append(entry)
    return found


def _row(
    topic: str, key: ActKey, pools: Sequence[_Pool], by_key: Sequence[Mapping[ActKey, Sequence[CompareEntry]]]
) -> CompareRow:
    cells = tuple(_cell(topic, key, pool, found.get(key, ())) for pool, found in zip(pools, by_key, strict=True))
    stored = [cell for cell in cells if cell.status != "not_in_store"]
    if key.act == OTHER or len(stored) < 2:
        return CompareRow(topic, key, cells, ())
    return CompareRow(topic, key, _ranked(cells), _differences(stored))


def _cell(topic: str, key: ActKey, pool: _Pool, entries: Sequence[CompareEntry]) -> CompareCell:
    name = pool.district.name
    if not pool.district.documents:
        return CompareCell(name, "not_in_store")
    if not entries:
        found = tuple(sorted(_elsewhere(topic, key, pool), key=_relevance))
        return CompareCell(name, "elsewhere" if found else "none", found, _limits(found))
    limits = _limits(entries)
    order = limits[0].order if limits else UNSTATED
    status: CellStatus = "unstated" if not limits else "vague" if order.name == "vague" else "fixed"
    return CompareCell(name, status, tuple(sorted(entries, key=_relevance)), limits, order)


def _elsewhere(topic: str, key: ActKey, pool: _Pool) -> Sequence[CompareEntry]:
    """Duties of other topics that name the act: what the topic is about may stand under another heading."""
    act = load_acts().get(key.act)
    return pool.naming(key, besides=topic) if act and act.telling and topic in act.topics else ()


def _limits(entries: Iterable[CompareEntry]) -> tuple[Limit, ...]:
    """The limits of ``entries``, general ones first, from strict to loose, each once; without extensions."""
    found: dict[tuple[str | None, Strictness], Limit] = {}
    for entry in entries:
        case = _case(entry)
        for deadline in entry.duty.deadlines:
            if not _extends(deadline):
                order = strictness(deadline)
                found.setdefault((case, order), Limit(deadline, case, order))
    return tuple(sorted(found.values(), key=lambda limit: (limit.case is not None, limit.order)))


def _case(entry: CompareEntry) -> str | None:
    """The special case that ``entry`` is the rule for, in the words of the clause."""
    noted = (deadline.note for deadline in entry.duty.deadlines if deadline.note)
    return (entry.duty.condition or next(noted, "")) if entry.exception else None


def _extends(deadline: Deadline) -> bool:
    return deadline.relation == "extend_not_exceed" or is_extension(deadline.text)


def _relevance(entry: CompareEntry) -> tuple[int, int, int, bool, str, int]:
    """Limits that fix a length first, the general one before that of a special case, then 及时, extensions, no limit;
    then by force and place.
    """
    duty = entry.duty
    kinds = {strictness(deadline).name for deadline in duty.deadlines if not _extends(deadline)}
    told = (bool(kinds - {"vague"}) and not entry.exception, bool(kinds - {"vague"}), bool(kinds), bool(duty.deadlines))
    return (
        entry.topic is not None,
        (*told, True).index(True),
        _MODALITIES.index(duty.modality),
        not entry.actors,
        entry.document.slug,
        duty.span[0],
    )


def _ranked(cells: tuple[CompareCell, ...]) -> tuple[CompareCell, ...]:
    """The cells with their ranks, where there are at least two places to rank."""
    compared = [cell for cell in cells if cell.compared]
    if len({cell.order for cell in compared}) < 2:
        return cells
    orders = sorted({cell.order for cell in compared if cell.limits})
    return tuple(
        replace(cell, rank=orders.index(cell.order) + 1) if cell.compared and cell.limits else cell for cell in cells
    )


def _differences(cells: Sequence[CompareCell]) -> tuple[Difference, ...]:
    """In what the cells of districts that are in the store differ."""
    having = [cell for cell in cells if cell.compared]
    limits = {frozenset(limit.order for limit in cell.limits if limit.case is None) for cell in having}
    units = {limit.deadline.unit for cell in having for limit in cell.limits if limit.order.name == "duration"}
    modalities = {cell.entries[0].duty.modality for cell in having}
    found: dict[Difference, bool] = {
        "missing": any(cell.status == "none" for cell in cells),
        "deadline": len(limits) > 1,
        "day_workday": len(limits) > 1 and {"day", "workday"} <= units,
        "modality": len(modalities) > 1,
    }
    return tuple(name for name, holds in found.items() if holds)


def _row_order(row: CompareRow) -> tuple[bool, bool, int, int, int]:
    """What the topic is about first, then what most districts have a rule on; what is not told apart last."""
    if row.key.act == OTHER:
        return True, True, 0, 0, 0
    acts = list(load_acts())
    having = sum(cell.compared for cell in row.cells)
    fixed = sum(cell.status == "fixed" for cell in row.cells)
    return False, row.topic not in load_acts()[row.key.act].topics, -having, -fixed, acts.index(row.key.act)
