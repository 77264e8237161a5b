"""What the documents of a district say of one of its departments, and how the same department stands elsewhere.

Everything is found by following the edges of the department's node; the words come from the duties themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from assistant.bundles import SURE, Bundle, is_sure
from corpus import Deadline, DocumentRecord, Duty, Post, PowerStatement, UserError, fold_text
from graph import (
    NOWHERE,
    Graph,
    base_name,
    corresponding_departments,
    department_keys,
    duty_key,
    find_department,
    jurisdiction_key,
    links_from,
    links_to,
    load_topics,
)

_HOURS = {"hour": 1, "day": 24, "workday": 24, "week": 168, "month": 720, "quarter": 2160, "year": 8760}
_LIMIT_RANK = {"immediate": 0, "duration": 1, "recurring": 2, "date": 3, "vague": 4}
_NEAR, _LEAST_SCORE = 6, 50
_SHORTEST_INITIALS = 3


class Base(Protocol):
    """What departments are read from."""

    def graph(self) -> Graph: ...

    def bundle(self, slug: str) -> Bundle: ...

    def powers(self, slug: str) -> tuple[PowerStatement, ...]: ...

    def districts(self) -> tuple[str, ...]: ...


class UnknownDepartmentError(UserError):
    """A department that no document of the district names; ``near`` are those with names like it."""

    code = "not_found"

    def __init__(self, message: str, *, hint: str, near: tuple[DepartmentRow, ...]) -> None:
        super().__init__(message, hint=hint)
        self.near = near


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department (``role``: one named by what it does, 行业主管部门) with the numbers of its duties.

    ``duties`` are those it bears for sure, ``limited`` those of them with a time limit, ``owed`` those that others
    have towards it, ``powers`` the stated numbers of powers that it exercises. ``sounds`` are the initials and the full
    pinyin of each of its names.
    """

    key: str
    district: str
    name: str
    role: bool
    aliases: tuple[str, ...]
    duties: int
    limited: int
    owed: int
    powers: int
    sounds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DistrictDepartments:
    """The departments of a district, those with most duties first; roles apart from bodies."""

    district: str
    bodies: tuple[DepartmentRow, ...]
    roles: tuple[DepartmentRow, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A department as a document names it, and its node."""

    name: str
    key: str


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """A duty with its document; bearers and counterparts with their nodes."""

    duty: Duty
    document: DocumentRecord
    bearers: tuple[Named, ...]
    counterparts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class TopicDuties:
    """The duties of one topic, in reading order."""

    topic: str
    label: str
    entries: tuple[DutyEntry, ...]


@dataclass(frozen=True, slots=True)
class LimitEntry:
    """A time limit and the duty that it belongs to."""

    deadline: Deadline
    entry: DutyEntry


@dataclass(frozen=True, slots=True)
class PowerEntry:
    """A stated number of powers, its node and the document that states it."""

    key: str
    statement: PowerStatement
    document: DocumentRecord


@dataclass(frozen=True, slots=True)
class PostEntry:
    """A post in the body, with the document that names its holder."""

    post: Post
    document: DocumentRecord


@dataclass(frozen=True, slots=True)
class Partner:
    """Another department, and how many duties tie the two: towards it, from it, borne together."""

    row: DepartmentRow
    towards: int
    received: int
    together: int


@dataclass(frozen=True, slots=True)
class DepartmentProfile:
    """All that is said of a department.

    ``topics`` hold its obligations, prohibitions and permissions, the topic with most duties first; ``rights`` its
    duties of the modality power; ``supposed`` those of which only the issuing of the document makes it the bearer.
    ``limits`` are sorted by length, ``owed`` has duties with a time limit first, ``partners`` those with most ties
    first. ``elsewhere`` are the departments of the same name in other districts, ``similar`` those with a name like it.
    """

    row: DepartmentRow
    topics: tuple[TopicDuties, ...]
    supposed: tuple[DutyEntry, ...]
    rights: tuple[DutyEntry, ...]
    powers: tuple[PowerEntry, ...]
    limits: tuple[LimitEntry, ...]
    owed: tuple[DutyEntry, ...]
    partners: tuple[Partner, ...]
    posts: tuple[PostEntry, ...]
    elsewhere: tuple[DepartmentRow, ...]
    similar: tuple[DepartmentRow, ...]


@dataclass(frozen=True, slots=True)
class TopicLimits:
    """The time limits of a topic that both departments deal with, where they are not the same."""

    topic: str
    label: str
    here: tuple[LimitEntry, ...]
    there: tuple[LimitEntry, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a department differs from one elsewhere: topics that only one has duties on, limits that differ.

    ``shared`` are the topics that both have duties on.
    """

    other: DepartmentRow
    only_here: tuple[TopicDuties, ...]
    only_there: tuple[TopicDuties, ...]
    limits: tuple[TopicLimits, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """The departments of one graph."""

    rows: dict[str, DepartmentRow]
    districts: dict[str, tuple[DepartmentRow, ...]]


def list_departments(base: Base, *, district: str | None = None, words: str = "") -> tuple[DistrictDepartments, ...]:
    """The departments by district, only those of ``district`` and those whose names fit ``words`` where given.

    Words fit a part of a name or of another name for it, the initials of its pinyin (zfj) or its pinyin. A district
    without any is left out. Raises UserError for an unknown district.
    """
    index = _index(base)
    if district is not None and district not in index.districts:
        raise _unknown_district(district, index)
    chosen = [district] if district else list(index.districts)
    found = ((name, [row for row in index.districts[name] if not words or _fits(row, words)]) for name in chosen)
    return tuple(
        DistrictDepartments(name, tuple(row for row in rows if not row.role), tuple(row for row in rows if row.role))
        for name, rows in found
        if rows
    )


def find_department_row(base: Base, district: str, name: str) -> DepartmentRow:
    """The department of ``district`` by any of its spellings. Raises UnknownDepartmentError with those near it."""
    index = _index(base)
    if district not in index.districts:
        raise _unknown_district(district, index)
    key = f"department:{district}/{name}"
    if key not in index.rows:
        key = find_department(base.graph(), name, None if district == NOWHERE else district)
    if key not in index.rows:
        said = fold_text(name)
        key = next((row.key for row in index.districts[district] if said in row.aliases), key)
    if key in index.rows:
        return index.rows[key]
    near = _near_rows(name, index.districts[district]) or _near_rows(name, tuple(index.rows.values()))
    told = "、".join(row.name if row.district == district else f"{row.district}{row.name}" for row in near)
    hint = f"相近的名称：{told}。" if near else "请从部门列表中选择。"
    raise UnknownDepartmentError(f"{district}的文件中没有“{name[:40]}”这个部门。", hint=hint, near=near)


def profile_department(base: Base, district: str, name: str) -> DepartmentProfile:
    """All that the documents of ``district`` say of its department ``name``. Raises UnknownDepartmentError."""
    row = find_department_row(base, district, name)
    graph, index = base.graph(), _index(base)
    borne = entries_of(base, (link.target for link in links_from(graph, row.key, "bears")))
    owed = entries_of(base, (link.source for link in links_to(graph, row.key, "towards")))
    sure = tuple(entry for entry in borne if is_sure(entry.duty))
    others = (*base.districts(), None)
    same = corresponding_departments(graph, row.key, others)
    return DepartmentProfile(
        row=row,
        topics=_by_topic(entry for entry in sure if entry.duty.modality != "power"),
        supposed=tuple(entry for entry in borne if not is_sure(entry.duty)),
        rights=tuple(entry for entry in sure if entry.duty.modality == "power"),
        powers=_powers_of(base, row.key),
        limits=_limits(sure),
        owed=tuple(sorted(owed, key=lambda entry: _first_limit(entry.duty))),
        partners=_partners(row.key, sure, owed, index),
        posts=_posts_of(base, row),
        elsewhere=tuple(index.rows[key] for key in same),
        similar=_similar(row, same, index),
    )


def compare_departments(base: Base, profile: DepartmentProfile, other: DepartmentRow) -> Difference:
    """How the department of ``profile`` differs from ``other`` in topics and time limits."""
    there = profile_department(base, other.district, other.name)
    ours = {topic.topic: topic for topic in profile.topics}
    theirs = {topic.topic: topic for topic in there.topics}
    shared = [topic for topic in ours if topic in theirs]
    limits = (
        TopicLimits(topic, ours[topic].label, _limits(ours[topic].entries), _limits(theirs[topic].entries))
        for topic in shared
    )
    return Difference(
        other=there.row,
        only_here=tuple(topic for name, topic in ours.items() if name not in theirs),
        only_there=tuple(topic for name, topic in theirs.items() if name not in ours),
        limits=tuple(limit for limit in limits if _amounts(limit.here) != _amounts(limit.there)),
        shared=tuple(shared),
    )


def entries_of(base: Base, keys: Iterable[str]) -> tuple[DutyEntry, ...]:
    """The duties of these nodes, in the order given; those that a person rejected are left out."""
    graph = base.graph()
    duties: dict[str, dict[str, Duty]] = {}
    found = []
    for key in dict.fromkeys(keys):
        slug = duty_document(graph, key)
        bundle = base.bundle(slug)
        if slug not in duties:
            duties[slug] = {duty_key(duty.id): duty for duty in bundle.duties}
        duty = duties[slug].get(key)
        if duty is not None and duty.status != "rejected":
            found.append(_entry(graph, bundle.record, duty))
    return tuple(found)


def duty_document(graph: Graph, key: str) -> str:
    """The slug of the document whose clause lays down the duty of node ``key``."""
    clause = links_to(graph, key, "lays_down")[0].source
    return clause.removeprefix("clause:").partition("/")[0]


def is_borne(graph: Graph, key: str) -> bool:
    """Whether the bearers of the duty of node ``key`` are more than a reading of who the whole document speaks to."""
    return bool(graph.nodes[key]["confidence"] >= SURE)


def deadline_length(deadline: Deadline) -> tuple[int, float]:
    """What to sort time limits by: at once, then by length in hours, recurring by their period, dates, vague ones."""
    hours = float(deadline.value or 0) * _HOURS.get(deadline.unit or "", 0)
    return _LIMIT_RANK[deadline.kind], hours


def _entry(graph: Graph, record: DocumentRecord, duty: Duty) -> DutyEntry:
    metadata = record.metadata

    def named(names: Sequence[str]) -> tuple[Named, ...]:
        return tuple(
            Named(name, find_department(graph, name, metadata.jurisdiction, metadata.jurisdiction_aliases))
            for name in names
        )

    return DutyEntry(duty, record, named(duty.actors), named(duty.counterparts))


def _index(base: Base) -> _Index:
    return _index_of(base.graph(), base.districts())


@lru_cache(maxsize=2)
def _index_of(graph: Graph, districts: tuple[str, ...]) -> _Index:
    """The rows of all departments; made once for each graph, which a change of the store replaces."""
    places: tuple[str | None, ...] = (*districts, *((None,) if jurisdiction_key(None) in graph else ()))
    by_district = {}
    for place in places:
        rows = [_row(graph, key, place or NOWHERE) for key in department_keys(graph, place)]
        rows.sort(key=lambda row: -(row.duties + row.owed + row.powers))
        if rows:
            by_district[place or NOWHERE] = tuple(rows)
    return _Index({row.key: row for rows in by_district.values() for row in rows}, by_district)


def _row(graph: Graph, key: str, district: str) -> DepartmentRow:
    data: dict[str, Any] = graph.nodes[key]
    borne = [link.target for link in links_from(graph, key, "bears") if is_borne(graph, link.target)]
    names = tuple(dict.fromkeys((data["label"], *data.get("aliases", ()))))
    return DepartmentRow(
        key=key,
        district=district,
        name=data["label"],
        role=data["role"],
        aliases=names[1:],
        duties=len(borne),
        limited=sum(1 for duty in borne if links_from(graph, duty, "within")),
        owed=len({link.source for link in links_to(graph, key, "towards")}),
        powers=len(links_from(graph, key, "exercises")),
        sounds=tuple(sounds_of(name) for name in names),
    )


def sounds_of(name: str) -> tuple[str, str]:
    """The initials and the full pinyin of ``name``, without tones, in lower case.

    >>> sounds_of("司法局")
    ('sfj', 'sifaju')
    """
    from pypinyin import lazy_pinyin  # loads its tables on import, so only when departments are looked for

    syllables = lazy_pinyin(name)
    return "".join(syllable[:1] for syllable in syllables).lower(), "".join(syllables).lower()


def _fits(row: DepartmentRow, words: str) -> bool:
    return fits_words(words, (row.name, *row.aliases), row.sounds)


def fits_words(words: str, names: Sequence[str], sounds: Sequence[tuple[str, str]]) -> bool:
    """Whether each of ``words`` stands in a name, in its pinyin or in its initials.

    Of initials some may be left out, the first excepted: zhzfj for zhxzzfj, 综合行政执法局.
    """
    said = [fold_text(word).lower() for word in words.split()]
    return all(
        any(word in name for name in names) or any(word in full or _shortens(word, short) for short, full in sounds)
        for word in said
    )


def _shortens(word: str, initials: str) -> bool:
    if word in initials:
        return True
    rest = iter(initials)
    return len(word) >= _SHORTEST_INITIALS and initials[:1] == word[:1] and all(letter in rest for letter in word)


def _near_rows(name: str, rows: Sequence[DepartmentRow]) -> tuple[DepartmentRow, ...]:
    """The rows with names most like ``name``, at most a few."""
    from rapidfuzz import fuzz, process

    scored = process.extract(
        fold_text(name), [row.name for row in rows], scorer=fuzz.WRatio, limit=_NEAR, score_cutoff=_LEAST_SCORE
    )
    return tuple(rows[at] for _, _, at in scored)


def _similar(row: DepartmentRow, same: Sequence[str], index: _Index) -> tuple[DepartmentRow, ...]:
    place = None if row.district == NOWHERE else row.district
    others = [
        other for other in index.rows.values()
        if other.district != row.district and other.role == row.role and other.key not in same
    ]  # fmt: skip
    return _near_rows(base_name(row.name, place), others)


def _unknown_district(district: str, index: _Index) -> UserError:
    known = "、".join(index.districts) or "（没有文件）"
    return UserError(f"知识库中没有“{district[:40]}”的文件。", hint=f"可选的辖区：{known}。", code="not_found")


def _by_topic(entries: Iterable[DutyEntry]) -> tuple[TopicDuties, ...]:
    topics: dict[str, list[DutyEntry]] = {}
    for entry in entries:
        topics.setdefault(entry.duty.topic, []).append(entry)
    labels = load_topics().labels
    ordered = sorted(topics.items(), key=lambda item: -len(item[1]))
    return tuple(TopicDuties(topic, labels[topic], tuple(members)) for topic, members in ordered)


def _limits(entries: Iterable[DutyEntry]) -> tuple[LimitEntry, ...]:
    limits = [LimitEntry(deadline, entry) for entry in entries for deadline in entry.duty.deadlines]
    return tuple(sorted(limits, key=lambda limit: deadline_length(limit.deadline)))


def _amounts(limits: Iterable[LimitEntry]) -> frozenset[tuple[object, ...]]:
    """The limits as far as they can be compared; vague ones by their words."""
    return frozenset(
        (limit.deadline.kind, limit.deadline.value, limit.deadline.unit, limit.deadline.relation)
        if limit.deadline.value is not None
        else (limit.deadline.kind, limit.deadline.text)
        for limit in limits
    )


def _first_limit(duty: Duty) -> tuple[int, float]:
    return min((deadline_length(deadline) for deadline in duty.deadlines), default=(len(_LIMIT_RANK), 0.0))


def _powers_of(base: Base, key: str) -> tuple[PowerEntry, ...]:
    graph = base.graph()
    found = []
    for link in links_from(graph, key, "exercises"):
        slug, _, eid = (link.clause or "").removeprefix("clause:").partition("/")
        for statement in base.powers(slug):
            if statement.eid == eid and link.target.endswith(f"/{statement.name}"):
                found.append(PowerEntry(link.target, statement, base.bundle(slug).record))
    return tuple(found)


def _partners(key: str, borne: Iterable[DutyEntry], owed: Iterable[DutyEntry], index: _Index) -> tuple[Partner, ...]:
    """Whom the duties of a department, and those owed to it, tie it to."""
    towards: Counter[str] = Counter()
    received: Counter[str] = Counter()
    together: Counter[str] = Counter()
    for entry in borne:
        towards.update({named.key for named in entry.counterparts} - {key})
        together.update({named.key for named in entry.bearers} - {key})
    for entry in owed:
        received.update({named.key for named in entry.bearers} - {key} if is_sure(entry.duty) else ())
    total = towards + received + together
    partners = (Partner(index.rows[key], towards[key], received[key], together[key]) for key in total)
    return tuple(sorted(partners, key=lambda partner: (-total[partner.row.key], partner.row.name)))


def _posts_of(base: Base, row: DepartmentRow) -> tuple[PostEntry, ...]:
    graph = base.graph()
    held = graph.nodes[row.key].get("posts", ())
    slugs = dict.fromkeys(clause.removeprefix("clause:").partition("/")[0] for *_, clause in held)
    found = []
    for slug in slugs:
        bundle = base.bundle(slug)
        metadata = bundle.record.metadata
        for post in bundle.posts:
            names = metadata.jurisdiction, metadata.jurisdiction_aliases
            if post.body is not None and find_department(graph, post.body, *names) == row.key:
                found.append(PostEntry(post, bundle.record))
    return tuple(found)
