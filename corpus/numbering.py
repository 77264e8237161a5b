"""Which numbered paragraphs are headings: a number must continue its siblings or begin a list, else it is text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.markers import Marker, Numbering
from corpus.normalise import Placed

_ARTICLE_RANK = 40
_MAX_GAP = 5
_MOST_AFTER_HEADING = 100  # right below the heading of a chapter a number is no reference: an excerpt left articles out


@dataclass(frozen=True, slots=True)
class Opening:
    """A paragraph that opens a clause at ``depth`` (0 is the outermost).

    ``gap``: a number before it is missing; ``repeated``: the clause before it has the same number.
    """

    depth: int
    gap: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _Open:
    rank: int
    form: str
    number: Numbering


class Outline:
    """Follows the numbers of one text from paragraph to paragraph and says at which depth each opens a clause."""

    def __init__(self, paragraphs: Sequence[Placed]) -> None:
        self._stack: list[_Open] = []
        self._last: dict[str, Numbering] = {}
        self._places: dict[tuple[str, int], list[int]] = {}
        self._paragraphs = paragraphs
        for at, placed in enumerate(paragraphs):
            marker = placed.line.marker
            if marker and not marker.reference and not marker.sub:
                self._places.setdefault((marker.form.id, marker.value), []).append(at)

    def open(self, at: int) -> Opening | None:
        """What the ``at``-th paragraph opens; None where it is text. Call once for each paragraph, in order."""
        marker = self._paragraphs[at].line.marker
        if marker is None:
            return None
        finished = at == 0 or not self._is_running(at - 1)
        opening = self._place(marker, at, finished=finished)
        if opening is None:
            return None
        del self._stack[opening.depth :]
        number = Numbering(marker.value, marker.sub)
        self._stack.append(_Open(marker.form.rank, marker.form.id, number))
        self._last[marker.form.id] = number
        return opening

    def _is_running(self, at: int) -> bool:
        line = self._paragraphs[at].line
        return not line.is_finished and line.has_prose and not line.is_row

    def _place(self, marker: Marker, at: int, *, finished: bool) -> Opening | None:
        depth = next((d for d in reversed(range(len(self._stack))) if self._stack[d].form == marker.form.id), None)
        if depth is not None:
            return self._sibling(marker, at, depth, finished=finished)
        last = self._last.get(marker.form.id)
        continues = last is not None and last.is_next(marker)
        if not (self._is_heading(marker, at, finished=finished) and (not marker.reference or continues)):
            return None
        first = marker.value == 1 and not marker.sub
        if first or continues:
            return Opening(self._depth_of_new(marker, at))
        if last is not None and marker.form.rank <= _ARTICLE_RANK:
            return self._after_gap(marker, at, self._depth_of_new(marker, at), last) if finished else None
        if finished and last is None and (self._has_next(marker, at) or self._is_division(at)):
            return Opening(self._depth_of_new(marker, at), gap=True)
        return Opening(self._depth_of_new(marker, at), gap=True) if self._lacks_first(marker, at) else None

    def _sibling(self, marker: Marker, at: int, depth: int, *, finished: bool) -> Opening | None:
        last = self._stack[depth].number
        if last.is_next(marker):
            return Opening(depth) if self._is_heading(marker, at, finished=finished) else None
        if marker.value == 1 and not marker.sub and not marker.reference:
            if depth < len(self._stack) - 1 and self._stack[-1].rank < marker.form.rank:
                return Opening(len(self._stack))
            return Opening(depth) if finished and self._restarts(marker, at) else None
        if marker.form.rank <= _ARTICLE_RANK:
            return self._after_gap(marker, at, depth, last) if finished else None
        if not finished or marker.reference:
            return None
        return self._irregular(marker, at, depth, last)

    def _irregular(self, marker: Marker, at: int, depth: int, last: Numbering) -> Opening | None:
        """A number that does not follow its sibling but stands in its list: after a missing one, or a second time."""
        before = self._paragraphs[at - 1].line.last
        step, goes_on = marker.value - last.value, self._has_next(marker, at)
        if (step == 2 and goes_on) or (before == "；" and 2 <= step <= _MAX_GAP):
            return Opening(depth, gap=True)
        if step < 0 and self._lacks_first(marker, at):
            return Opening(depth, gap=True)
        return Opening(depth, repeated=True) if step == 0 and goes_on and before != "：" else None

    def _restarts(self, marker: Marker, at: int) -> bool:
        """Whether a paragraph without a number introduces a second list in the same clause: 下列情形：（一）…"""
        before = self._paragraphs[at - 1].line
        if before.marker is not None or before.is_row:
            return False
        return before.last == "：" or self._appears((marker.form.id, 2), at)

    def _is_heading(self, marker: Marker, at: int, *, finished: bool) -> bool:
        """Not so a reference, but where the line before is finished and no heading with that number comes later."""
        if not marker.reference:
            return True
        return finished and not self._appears((marker.form.id, marker.value), at)

    def _after_gap(self, marker: Marker, at: int, depth: int, last: Numbering) -> Opening | None:
        """An article whose predecessor is missing (repealed, or lost by the converter)."""
        if marker.reference:
            return None
        if marker.value == last.value and not marker.sub and self._is_division(at):
            return Opening(depth, repeated=True)
        most = _MOST_AFTER_HEADING if at and self._is_division(at - 1) else _MAX_GAP
        forward = last.value < marker.value <= last.value + most or (marker.sub > 1 and marker.value == last.value)
        return Opening(depth, gap=True) if forward else None

    def _is_division(self, at: int) -> bool:
        """Whether a numbered paragraph is the bare heading of a part, a chapter or a section."""
        line = self._paragraphs[at].line
        return line.marker is not None and line.marker.form.rank < _ARTICLE_RANK and not line.has_prose

    def _lacks_first(self, marker: Marker, at: int) -> bool:
        """Whether a list begins here with 2, its first item having lost its number: 下列行为：⏎甲；⏎（二）乙；…"""
        before = self._paragraphs[at - 1].line if at else None
        return marker.value == 2 and before is not None and before.marker is None and before.last == "；"

    def _has_next(self, marker: Marker, at: int) -> bool:
        return self._appears((marker.form.id, marker.value + 1), at)

    def _appears(self, key: tuple[str, int], after: int) -> bool:
        places = self._places.get(key, [])
        return bisect_right(places, after) < len(places)

    def _depth_of_new(self, marker: Marker, at: int) -> int:
        """Below the innermost open clause of a higher level, or of a lower level whose list goes on later."""
        depth = len(self._stack)
        while depth and self._stack[depth - 1].rank >= marker.form.rank:
            inner = self._stack[depth - 1]
            if inner.rank > _ARTICLE_RANK < marker.form.rank and self._goes_on(inner, depth - 1, at):
                return depth
            depth -= 1
        return depth

    def _goes_on(self, inner: _Open, depth: int, at: int) -> bool:
        """Whether the next number of ``inner``'s list comes before the list around it goes on."""
        places = self._places.get((inner.form, inner.number.value + 1), [])
        index = bisect_right(places, at)
        if index == len(places):
            return False
        if depth == 0:
            return True
        outer = self._stack[depth - 1]
        others = self._places.get((outer.form, outer.number.value + 1), [])
        other = bisect_right(others, at)
        return other == len(others) or places[index] < others[other]
