"""The drawing of a neighbourhood: where its boxes, lines and words stand. A template writes it down.

Lengths are in CSS pixels. Nothing depends on the fonts of a machine: widths of text are reckoned from its characters.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant import GraphNode, Neighbourhood, Tie
from webapp.graph_words import Look, column_titles, edge_looks, edge_word, kind_word, look_of, node_label
from webapp.wording import label

FONT = 16
LINE = 23
_PAD_X, _PAD_Y = 14, 9
_EDGE = 10
_GAP_X, _GAP_Y = 134, 14
_TOP = 44
_WIDTHS = (224, 350, 240)
_MOST_LINES = (3, 3, 3)
_PORT = 24
_LABEL_GAP = 18  # between a box and the word on a line: room for the arrow head
_REST = 36
_NARROW = 0.56
_CLOSING = "，。、；：）》”’！？"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text in a box; ``word`` is the kind of the node before it, ``y`` the base line."""

    y: int
    text: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A node drawn: ``outline`` is the path of its shape, ``inner`` that of a second line in it, if any.

    ``place`` tells it from the same node in another column. ``source`` is the line of the link to its clause, if any.
    """

    node: GraphNode
    place: str
    look: Look
    x: int
    y: int
    width: int
    height: int
    outline: str
    inner: str
    rows: tuple[Row, ...]
    source: Row | None
    centre: bool
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """An edge drawn, with the places of its ends."""

    path: str
    dash: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Word:
    """The word on the lines of one kind that meet at a box; ``anchor`` is start or end."""

    x: int
    y: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a column."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Rest:
    """How many more nodes belong into a column, under it."""

    x: int
    y: int
    width: int
    count: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be drawn, from the back to the front."""

    width: int
    height: int
    titles: tuple[Title, ...]
    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    words: tuple[Word, ...]
    rests: tuple[Rest, ...]


def text_width(text: str) -> float:
    """The width of ``text`` in em: East Asian wide and ambiguous characters one, others about a half.

    >>> text_width("3日内")
    2.56
    """
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in text)


def wrap_text(text: str, width: float, most: int, indent: float = 0.0) -> tuple[str, ...]:
    """``text`` in at most ``most`` lines of ``width`` em, the first ``indent`` shorter; … where it is cut.

    No line begins with a closing mark; it may stand out at the end of the line before.

    >>> wrap_text("移送给有管辖权的一方", 6, 2)
    ('移送给有管辖', '权的一方')
    """
    lines, line, used = [], "", indent
    for char in " ".join(text.split()):
        step = text_width(char)
        if used + step > width and not (char in _CLOSING and used + step <= width + 1):
            lines.append(line)
            line, used = "", 0.0
        line, used = line + char, used + step
    lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and text_width(last) + 1 + (indent if most == 1 else 0) > width:
        last = last[:-1]
    return (*lines[: most - 1], last + "…")


def draw(near: Neighbourhood) -> Drawing:
    """The drawing of ``near``. Equal neighbourhoods give equal drawings."""
    xs = _column_starts(near)
    ports = _count_ports(near)
    sizes = [
        [_size(near, node, at, ports[at, node.key]) for node in held.nodes] for at, held in enumerate(near.columns)
    ]
    heights = [_column_height(rows, held.left_out) for rows, held in zip(sizes, near.columns, strict=True)]
    height = max(heights)
    tops = [_stacked(sizes[column], _TOP + (height - own) // 2) for column, own in enumerate(heights)]
    for column in (0, 2) if len(tops) == len(_WIDTHS) else ():
        tops[column] = _beside(near, column, sizes, tops, height)
    boxes = [
        _box(near, node, column, xs[column], y, size)
        for column, held in enumerate(near.columns)
        for node, y, size in zip(held.nodes, tops[column], sizes[column], strict=True)
    ]
    rests = [
        Rest(xs[column], tops[column][-1] + sizes[column][-1] + _GAP_Y, _WIDTHS[column], held.left_out)
        for column, held in enumerate(near.columns)
        if held.left_out and held.nodes
    ]
    lines, words = _lines({box.place: box for box in boxes}, near)
    titles = column_titles(near.centre.kind) if len(near.columns) > 1 else ("",)
    return Drawing(
        width=xs[-1] + _WIDTHS[len(xs) - 1] + _EDGE,
        height=_TOP + height + _EDGE,
        titles=tuple(Title(x, titles[at]) for at, x in enumerate(xs) if near.columns[at].nodes),
        lines=tuple(lines),
        boxes=tuple(boxes),
        words=tuple(words),
        rests=tuple(rests),
    )


def _column_starts(near: Neighbourhood) -> list[int]:
    starts = [_EDGE]
    for column in range(1, len(near.columns)):
        starts.append(starts[-1] + _WIDTHS[column - 1] + _GAP_X)
    while len(starts) > 1 and not near.columns[len(starts) - 1].nodes:
        starts.pop()
    return starts


def _column_height(sizes: Sequence[int], left_out: int) -> int:
    return sum(sizes) + _GAP_Y * max(0, len(sizes) - 1) + (_GAP_Y + _REST if left_out else 0)


def _stacked(sizes: Sequence[int], top: int) -> list[int]:
    """Where boxes of these heights begin, one below the other."""
    tops = []
    for size in sizes:
        tops.append(top)
        top += size + _GAP_Y
    return tops


def _beside(
    near: Neighbourhood, column: int, sizes: Sequence[Sequence[int]], tops: Sequence[Sequence[int]], height: int
) -> list[int]:
    """Where the boxes of a side column begin: near the middle boxes that each is tied to, none overlapping.

    What would stand below the picture moves up, and pushes up what is above it.
    """
    middle = {node.key: y + size / 2 for node, y, size in zip(near.columns[1].nodes, tops[1], sizes[1], strict=True)}
    ties: dict[str, list[float]] = {}
    for tie in near.ties:
        for (at, key), (_, other) in (tie.places, tie.places[::-1]):
            if at == column and other in middle:
                ties.setdefault(key, []).append(middle[other])
    placed: list[int] = []
    free = _TOP
    for node, size in zip(near.columns[column].nodes, sizes[column], strict=True):
        wanted = ties.get(node.key, [0.0])
        placed.append(max(free, round(sum(wanted) / len(wanted) - size / 2)))
        free = placed[-1] + size + _GAP_Y
    end = _TOP + height - (_REST + _GAP_Y if near.columns[column].left_out else 0)
    for at in range(len(placed) - 1, -1, -1):
        placed[at] = min(placed[at], end - sizes[column][at])
        end = placed[at] - _GAP_Y
    return placed


def place_of(column: int, key: str) -> str:
    """What tells a box from that of the same node in another column."""
    return f"{column} {key}"


# Boxes


def _rows_of(near: Neighbourhood, node: GraphNode, column: int) -> tuple[str, ...]:
    width = (_WIDTHS[column] - 2 * _PAD_X) / FONT
    return wrap_text(node_label(node), width, _MOST_LINES[column], text_width(kind_word(node)) + 0.5)


def _note(near: Neighbourhood, node: GraphNode) -> str:
    """The district of a department where the picture shows several."""
    if node.kind == "department" and len(near.districts) > 1 and node.district:
        return wrap_text(node.district, (_WIDTHS[0] - 2 * _PAD_X) / FONT, 1)[0]
    return ""


def _count_ports(near: Neighbourhood) -> Counter[tuple[int, str]]:
    """How many words stand one below the other at the fuller side of each box."""
    words: dict[tuple[int, str, bool], set[str]] = {}
    for tie in near.ties:
        column, key = _hub(near, tie)
        side = (column, key, max(tie.columns) > column)
        words.setdefault(side, set()).add(edge_word(tie.link.kind, tie.sure))
    ports: Counter[tuple[int, str]] = Counter()
    for (column, key, _), told in words.items():
        ports[column, key] = max(ports[column, key], len(told))
    return ports


def _size(near: Neighbourhood, node: GraphNode, column: int, ports: int) -> int:
    lines = len(_rows_of(near, node, column)) + bool(_note(near, node)) + bool(node.clause)
    return max(lines * LINE + 2 * _PAD_Y, _PORT * ports)


def _box(near: Neighbourhood, node: GraphNode, column: int, x: int, y: int, height: int) -> Box:
    look, width = look_of(node), _WIDTHS[column]
    texts = [*_rows_of(near, node, column), *filter(None, [_note(near, node)])]
    used = (len(texts) + bool(node.clause)) * LINE
    base = y + (height - used) // 2 + LINE - 6
    rows = tuple(Row(base + at * LINE, text, kind_word(node) if at == 0 else "") for at, text in enumerate(texts))
    clause = label("clause_kind", node.clause_name or "")
    source = Row(base + len(texts) * LINE, wrap_text(f"原文 {clause}", 10, 1)[0]) if node.clause else None
    return Box(
        node=node,
        place=place_of(column, node.key),
        look=look,
        x=x,
        y=y,
        width=width,
        height=height,
        outline=_outline(look.shape, x, y, width, height),
        inner=_inner(look.shape, x, y, width, height),
        rows=rows,
        source=source,
        centre=node.key == near.centre.key,
        name=f"{kind_word(node)}：{node_label(node)}" + (f"（{node.district}）" if _note(near, node) else ""),
    )


def _outline(shape: str, x: int, y: int, w: int, h: int) -> str:
    """The path of a shape that fills the rectangle."""
    right, bottom, middle = x + w, y + h, y + h // 2
    if shape == "hexagon":
        return f"M{x + 10} {y}H{right - 10}L{right} {middle}L{right - 10} {bottom}H{x + 10}L{x} {middle}Z"
    if shape == "folded":
        return f"M{x} {y}H{right - 14}L{right} {y + 14}V{bottom}H{x}Z"
    if shape == "pennant":
        return f"M{x} {y}H{right - 12}L{right} {middle}L{right - 12} {bottom}H{x}Z"
    radius = {"rounded": 8, "pill": min(h // 2, 20)}.get(shape, 0)
    if not radius:
        return f"M{x} {y}H{right}V{bottom}H{x}Z"
    arc = f"a{radius} {radius} 0 0 1"
    return (
        f"M{x + radius} {y}H{right - radius}{arc} {radius} {radius}V{bottom - radius}{arc} -{radius} {radius}"
        f"H{x + radius}{arc} -{radius} -{radius}V{y + radius}{arc} {radius} -{radius}Z"
    )


def _inner(shape: str, x: int, y: int, w: int, h: int) -> str:
    if shape == "double":
        return f"M{x + 4} {y + 4}H{x + w - 4}V{y + h - 4}H{x + 4}Z"
    if shape == "barred":
        return f"M{x + 5} {y}V{y + h}"
    if shape == "folded":
        return f"M{x + w - 14} {y}V{y + 14}H{x + w}"
    return ""


# Lines


def _hub(near: Neighbourhood, tie: Tie) -> tuple[int, str]:
    """The end where the lines of one kind meet and the word stands: the duty, else the centre, else the middle."""
    return min(tie.places, key=lambda place: _hub_rank(near, place))


def _hub_rank(near: Neighbourhood, place: tuple[int, str]) -> int:
    column, key = place
    if key.startswith("duty:") and near.centre.kind != "clause":
        return 0
    if key == near.centre.key:
        return 1
    return 2 if column == 1 else 3


def _lines(boxes: dict[str, Box], near: Neighbourhood) -> tuple[list[Line], list[Word]]:
    groups: dict[tuple[str, bool], dict[str, list[Tie]]] = {}
    for tie in near.ties:
        held = _hub(near, tie)
        other = tie.places[1] if held == tie.places[0] else tie.places[0]
        word = edge_word(tie.link.kind, tie.sure)
        groups.setdefault((place_of(*held), other[0] > held[0]), {}).setdefault(word, []).append(tie)
    lines: list[Line] = []
    words: list[Word] = []
    for (hub, right), by_word in groups.items():
        box = boxes[hub]
        ordered = sorted(by_word.items(), key=lambda item: _mean_y(boxes, hub, item[1]))
        for at, (word, ties) in enumerate(ordered):
            y = box.y + round(box.height * (2 * at + 1) / (2 * len(ordered)))
            x = box.x + (box.width if right else 0)
            words.append(Word(x + (_LABEL_GAP if right else -_LABEL_GAP), y + 5, word, "start" if right else "end"))
            reach = _LABEL_GAP + round(text_width(word) * FONT) + 4
            lines += _curves(boxes, hub, (x, y), reach if right else -reach, ties)
    return lines, words


def _ends(boxes: dict[str, Box], hub: str, ties: Iterable[Tie]) -> Iterator[tuple[Tie, Box]]:
    for tie in ties:
        for place in tie.places:
            if place_of(*place) != hub:
                yield tie, boxes[place_of(*place)]


def _mean_y(boxes: dict[str, Box], hub: str, ties: Sequence[Tie]) -> float:
    return sum(box.y + box.height / 2 for _, box in _ends(boxes, hub, ties)) / len(ties)


def _curves(boxes: dict[str, Box], hub: str, port: tuple[int, int], reach: int, ties: Sequence[Tie]) -> Iterator[Line]:
    """Lines from the port of the hub past the word, then in a curve to the middle of the other box's side."""
    for tie, other in _ends(boxes, hub, ties):
        x, y = port
        end_x = other.x if reach > 0 else other.x + other.width
        end_y = other.y + other.height // 2
        begin = x + reach
        bend = (begin + end_x) // 2
        forth = f"M{x} {y}H{begin}C{bend} {y} {bend} {end_y} {end_x} {end_y}"
        back = f"M{end_x} {end_y}C{bend} {end_y} {bend} {y} {begin} {y}H{x}"
        source, target = (place_of(*place) for place in tie.places)
        kind = "supposed" if not tie.sure and tie.link.kind == "bears" else tie.link.kind
        yield Line(forth if source == hub else back, edge_looks()[kind].dash, source, target)
