"""Paragraphs to the clause tree: each ends up in exactly one node; the leaves in order are the whole text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.dates import is_date
from corpus.headings import heading_end
from corpus.lexicon import load_words
from corpus.lines import Line
from corpus.looks import is_closing, is_display, is_signature, is_title
from corpus.markers import Marker
from corpus.model import Clause, ClauseKind, ClausePath, Paragraph, Problem, Span
from corpus.normalise import Normalised, Placed
from corpus.numbering import Outline
from corpus.units import Piece, find_pieces

_PATHLESS = ("part", "chapter", "section")


@dataclass
class Node:
    """A clause that is still growing."""

    kind: ClauseKind
    num: str = ""
    heading: str = ""
    eid: str = ""
    path: ClausePath = ()
    heading_span: Span | None = None
    has_heading: bool = False
    run_in: Placed | None = None  # the paragraph, where the heading runs into the text
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def frozen(self, taken: set[str]) -> Clause:
        """The finished clause; an eid that is taken gets ~2, ~3 …"""
        eid, count = self.eid, 2
        while eid in taken:
            eid, count = f"{self.eid}~{count}", count + 1
        taken.add(eid)
        children = tuple(child.frozen(taken) for child in self.children)
        return Clause(
            self.kind,
            self.num,
            self.heading,
            self.path,
            eid,
            self._span(children),
            self.heading_span,
            tuple(self.paragraphs),
            children,
        )

    def _span(self, children: Sequence[Clause]) -> Span:
        spans = (
            [p.span for p in self.paragraphs]
            + [c.span for c in children]
            + ([self.heading_span] if self.heading_span else [])
        )
        return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else (0, 0)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before the paths and eids of one text."""

    path: ClausePath = ()
    eid: str = ""

    def name(self, name: str) -> str:
        """The eid of an unnumbered piece: closing, att-closing."""
        return f"{self.eid}-{name}" if self.eid else name


def build_tree(normalised: Normalised) -> tuple[Clause, tuple[Problem, ...]]:
    """The clause tree of a normalised text, and what is odd in it; unknown structure becomes plain paragraphs."""
    problems: list[Problem] = []
    root = Node("document")
    issued: Node | None = None
    label = Prefix()
    for piece in find_pieces(normalised.paragraphs):
        paragraphs = normalised.paragraphs[piece.start : piece.end]
        if piece.kind == "issued":
            issued, label = _build_issued(paragraphs, piece, _issued_prefix(root), problems)
            root.children.append(issued)
        elif piece.kind == "tail":
            (issued or root).children += _build_tail(paragraphs, label)
        else:
            root.children += _build_piece(piece, paragraphs, problems)
    tree = root.frozen(set())
    whole = Clause("document", "", "", (), "", (0, len(normalised.normal.text)), None, (), tree.children)
    return whole, tuple(problems)


def _build_piece(piece: Piece, paragraphs: Sequence[Placed], problems: list[Problem]) -> list[Node]:
    if piece.kind == "main":
        return _build_text(paragraphs, Prefix(), problems)
    if piece.kind == "attachment":
        return [_build_attachment(paragraphs, piece.number, problems)]
    if piece.kind == "list":
        return [Node("attachment", "附件", eid="attlist", path=("附件",), paragraphs=_to_paragraphs(paragraphs))]
    return [Node("colophon", eid="colophon", paragraphs=_to_paragraphs(paragraphs))]


def _issued_prefix(root: Node) -> Prefix:
    """附件 before the paths of the issued text where the covering notice has numbered clauses of its own."""
    unnumbered = ("front", "preamble", "closing", "signature", "attachment")
    return Prefix(("附件",), "att") if any(node.kind not in unnumbered for node in root.children) else Prefix()


def _build_issued(
    paragraphs: Sequence[Placed], piece: Piece, prefix: Prefix, problems: list[Problem]
) -> tuple[Node, Prefix]:
    """The issued text, and what stands before the eids of its unnumbered pieces."""
    title = paragraphs[: piece.title]
    node = Node("issued", eid=prefix.name("issued"), path=prefix.path, has_heading=True)
    node.heading = "".join(placed.line.folded for placed in title if not placed.line.folded.startswith("附件"))
    node.heading_span = (title[0].span[0], title[-1].span[1])
    node.children = _build_text(paragraphs[piece.title :], prefix, problems, named="issued")
    return node, Prefix(prefix.path, prefix.eid or "issued")


def _build_attachment(paragraphs: Sequence[Placed], number: int | None, problems: list[Problem]) -> Node:
    digits = "" if number is None else str(number)
    num, eid = f"附件{digits}", f"att{digits}"
    node = Node("attachment", num=num, eid=eid, path=(num,), has_heading=True)
    head = 1
    while head < min(3, len(paragraphs)) and _is_caption(paragraphs[head].line):
        head += 1
    node.heading_span = (paragraphs[0].span[0], paragraphs[head - 1].span[1])
    heading = "".join(placed.line.folded for placed in paragraphs[:head])
    node.heading = heading.lstrip("-—").removeprefix(num).removeprefix("附：").lstrip("：:.、")
    _grow(node, paragraphs[head:], Prefix((num,), eid), problems)
    return node


def _is_caption(line: Line) -> bool:
    return (
        line.marker is None and not line.is_row and not line.has_prose and not line.is_finished and not is_display(line)
    )


def _build_text(paragraphs: Sequence[Placed], prefix: Prefix, problems: list[Problem], named: str = "") -> list[Node]:
    """The nodes of one text: front, preamble, numbered clauses, closing, signature."""
    front = 0 if named else _front_length(paragraphs)
    tail = _signature_start(paragraphs, front)
    label = Prefix(prefix.path, prefix.eid or named)
    body = Node("preamble", eid=label.name("preamble"), path=prefix.path)
    closing = _closing_start(paragraphs, front, tail)
    _grow(body, paragraphs[front:closing], prefix, problems)
    clauses, body.children = body.children, []
    return [
        *_plain("front", paragraphs[:front], label),
        *([body] if body.paragraphs else []),
        *clauses,
        *_plain("closing", paragraphs[closing:tail], label),
        *_plain("signature", paragraphs[tail:], label),
    ]


def _build_tail(paragraphs: Sequence[Placed], label: Prefix) -> list[Node]:
    """Closing paragraphs and signature below a list of attachments."""
    at = next((at for at, placed in enumerate(paragraphs) if is_signature(placed.line)), len(paragraphs))
    return [*_plain("closing", paragraphs[:at], label), *_plain("signature", paragraphs[at:], label)]


def _plain(kind: ClauseKind, paragraphs: Sequence[Placed], label: Prefix) -> list[Node]:
    """A node that holds nothing but ``paragraphs``; none where there are none."""
    return [Node(kind, eid=label.name(kind), path=label.path, paragraphs=_to_paragraphs(paragraphs))][: len(paragraphs)]


def _front_length(paragraphs: Sequence[Placed]) -> int:
    """How many paragraphs are letterhead, number, title, table of contents, addressees."""
    outline_end = _contents_end(paragraphs)
    for at in range(outline_end, len(paragraphs)):
        line, above = paragraphs[at].line, paragraphs[at - 1].line if at else None
        if line.last == "：" and not line.has_sentence_end and _is_addressees(line, above):
            return at + 1
        if _is_body(line):
            return at
    return len(paragraphs) if outline_end == 0 and all(not p.line.has_prose for p in paragraphs) else outline_end


def _is_body(line: Line) -> bool:
    """Whether a line cannot stand in the head of a document."""
    numbered = line.marker is not None and not line.marker.reference
    return line.has_sentence_end or line.last in ("：", "；") or line.is_row or numbered


def _contents_end(paragraphs: Sequence[Placed]) -> int:
    """The index after a table of contents (目录), 0 where there is none: up to where its first number comes again."""
    lines = [placed.line for placed in paragraphs]
    named = next((at for at, line in enumerate(lines[:40]) if line.folded in ("目录", "目次")), None)
    start = next((at for at, line in enumerate(lines) if line.marker and at > (-1 if named is None else named)), None)
    if start is None:
        return 0 if named is None else named + 1
    again = [at for at in range(start + 1, len(lines)) if _same_entry(lines[at].folded, lines[start].folded)]
    if named is None:
        listed = again and again[0] > start + 1 and all(_is_entry(line) for line in lines[start : again[0]])
        return again[0] if listed else 0
    if not again:
        return named + 1
    return again[1] if again[0] == start + 1 and len(again) > 1 else again[0]


def _is_entry(line: Line) -> bool:
    """Whether a line may stand in a table of contents that has no title."""
    return line.marker is not None and line.marker.form.rank < 40 and not line.has_prose


def _same_entry(line: str, first: str) -> bool:
    return line.rstrip("0123456789.·…—-") == first.rstrip("0123456789.·…—-")


def _is_addressees(line: Line, above: Line | None) -> bool:
    """Whether a line ending in ： names addressees: by its last name, or by standing below the title."""
    if line.folded.removesuffix("：").endswith(load_words("corpus", "closing", "introduction_ends")):
        return False
    last = line.folded.rstrip("：").replace("，", "、").split("、")[-1].split("（")[0]
    ends = load_words("corpus", "closing", "organisation_ends") + load_words("corpus", "closing", "addressee_ends")
    return last.endswith(ends) or (above is not None and is_title(above))


def _signature_start(paragraphs: Sequence[Placed], front: int) -> int:
    at = len(paragraphs)
    while at > front and is_signature(paragraphs[at - 1].line):
        at -= 1
    tail = [placed.line for placed in paragraphs[at:]]
    return at if any(is_date(line.folded) or is_display(line) for line in tail) else len(paragraphs)


def _closing_start(paragraphs: Sequence[Placed], front: int, tail: int) -> int:
    """Where the closing paragraphs begin; ``tail`` where there are none or no numbered clause stands before them."""
    at = tail
    while at > front and is_closing(paragraphs[at - 1].line):
        at -= 1
    if at < tail and at > front and _is_bare_heading(paragraphs[at - 1].line):
        at += 1
    numbered = any(placed.line.marker for placed in paragraphs[front:at])
    return at if numbered else tail


def _is_bare_heading(line: Line) -> bool:
    """Whether a numbered line has nothing but a heading, so that the paragraph below it is its text."""
    return line.marker is not None and line.marker.form.rank > 40 and not line.has_prose and not line.is_finished


def _grow(root: Node, paragraphs: Sequence[Placed], prefix: Prefix, problems: list[Problem]) -> None:
    """Hang ``paragraphs`` below ``root``: numbered ones as clauses, others as paragraphs of the clause they are in."""
    outline = Outline(paragraphs)
    openings = [outline.open(at) for at in range(len(paragraphs))]
    stack = [root]
    for at, placed in enumerate(paragraphs):
        opening, marker = openings[at], placed.line.marker
        if opening is None or marker is None:
            owner = _owner(stack)
            del stack[stack.index(owner) + 1 :]
            _add_paragraph(owner, placed)
            if marker and not marker.reference and at and paragraphs[at - 1].line.is_finished:
                problems.append(Problem(placed.span, f"编号“{marker.printed}”与前后不连续，按正文段落处理"))
            continue
        if opening.gap:
            problems.append(Problem(placed.span, f"编号“{marker.printed}”之前有缺号"))
        if opening.repeated:
            problems.append(Problem(placed.span, f"编号“{marker.printed}”重复"))
        del stack[opening.depth + 1 :]
        deeper = at + 1 < len(paragraphs) and _goes_deeper(openings, at, opening.depth)
        node = _clause(placed, marker, stack, prefix, has_content=deeper)
        stack[-1].children.append(node)
        stack.append(node)
    _drop_lone_headings(root)


def _drop_lone_headings(node: Node) -> None:
    """A short first sentence is a heading only where most clauses of its list have one."""
    headed = [child for child in node.children if child.has_heading]
    if 2 * len(headed) < len(node.children):
        for child in headed:
            if child.run_in:
                _make_text(child, child.run_in)
    for child in node.children:
        _drop_lone_headings(child)


def _make_text(node: Node, placed: Placed) -> None:
    marker = placed.line.marker
    if marker is None:
        return
    start, end = placed.span
    number = placed.line.text[: marker.length].rstrip()
    node.heading, node.has_heading, node.run_in = "", False, None
    node.heading_span = (start, start + len(number))
    node.paragraphs[0] = Paragraph(placed.line.text[marker.length :], (start + marker.length, end))


def _goes_deeper(openings: Sequence[object], at: int, depth: int) -> bool:
    following = openings[at + 1]
    return following is None or getattr(following, "depth", 0) > depth


def _clause(placed: Placed, marker: Marker, stack: Sequence[Node], prefix: Prefix, *, has_content: bool) -> Node:
    line, (start, end) = placed.line, placed.span
    cut = heading_end(line, has_content=has_content)
    node = Node(_kind(marker, stack), num=marker.printed, has_heading=cut > marker.length)
    node.heading = line.text[marker.length : cut].strip().rstrip("。")
    node.heading_span = (start, start + len(line.text[:cut].rstrip()))
    node.path, node.eid = _names(marker, stack, prefix)
    rest = line.text[cut:]
    if rest.strip():
        skip = len(rest) - len(rest.lstrip())
        node.paragraphs.append(Paragraph(rest[skip:], (start + cut + skip, end)))
        node.run_in = placed if line.text[:cut].rstrip().endswith("。") else None
    return node


def _kind(marker: Marker, stack: Sequence[Node]) -> ClauseKind:
    """项 and 目 inside an article, else the kind of the form."""
    if marker.form.kind != "level" or not any(node.kind == "article" for node in stack):
        return marker.form.kind
    return "point" if stack[-1].kind == "article" else "indent"


def _names(marker: Marker, stack: Sequence[Node], prefix: Prefix) -> tuple[ClausePath, str]:
    number = f"{marker.value}-{marker.sub}" if marker.sub else str(marker.value)
    parent = stack[-1] if len(stack) > 1 else None
    if marker.form.kind == "article":
        return (*prefix.path, marker.printed), ".".join(filter(None, (prefix.eid, f"art_{number}")))
    base = parent.eid if parent else prefix.eid
    if marker.form.kind in _PATHLESS:
        short = {"part": "part", "chapter": "chp", "section": "sec"}[marker.form.kind]
        return (*(parent.path if parent else prefix.path), marker.printed), ".".join(
            filter(None, (base, f"{short}_{number}"))
        )
    return (*(parent.path if parent else prefix.path), marker.printed), ".".join(filter(None, (base, number)))


def _owner(stack: Sequence[Node]) -> Node:
    """The clause that a paragraph without a number belongs to.

    In an article always the article. Below a heading, or in an item with a heading of its own, that clause. After a
    list of bare items, the clause that introduced the list with words of its own, or whose items are one sentence;
    one that has only a heading and items of whole sentences introduced nothing.
    """
    article = next((node for node in stack if node.kind == "article"), None)
    if article:
        return article
    at = len(stack) - 1
    while at > 1 and _is_bare_item(stack[at]) and (stack[at - 1].paragraphs or _is_one_sentence(stack[at - 1])):
        at -= 1
    return stack[at]


def _is_bare_item(node: Node) -> bool:
    return bool(node.paragraphs) and not node.has_heading


def _is_one_sentence(node: Node) -> bool:
    """Whether the items below ``node`` are a list within one sentence: …；…；…。"""
    items = [child.paragraphs[-1].text for child in node.children[:-1] if child.paragraphs]
    return bool(items) and all(text.rstrip().endswith(("；", ";")) for text in items)


def _add_paragraph(node: Node, placed: Placed) -> None:
    """Add a paragraph; table rows in a row become one table."""
    if placed.line.is_row and node.paragraphs and node.paragraphs[-1].kind == "table" and _touches(node, placed):
        last = node.paragraphs[-1]
        node.paragraphs[-1] = Paragraph(f"{last.text}\n{placed.line.text}", (last.span[0], placed.span[1]), "table")
    else:
        node.paragraphs.append(Paragraph(placed.line.text, placed.span, "table" if placed.line.is_row else "text"))


def _touches(node: Node, placed: Placed) -> bool:
    return node.paragraphs[-1].span[1] + 1 == placed.span[0]


def _to_paragraphs(placed: Sequence[Placed]) -> list[Paragraph]:
    node = Node("preamble")
    for paragraph in placed:
        _add_paragraph(node, paragraph)
    return node.paragraphs
