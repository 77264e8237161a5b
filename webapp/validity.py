"""Whether a document is in force, as far as it says so itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from corpus import DocumentRecord
from webapp.wording import label

ValidityId: TypeAlias = Literal["in_force", "trial", "not_yet", "expired", "repealed", "unstated"]
_SHOWN: dict[ValidityId, tuple[str, str]] = {
    "in_force": ("现行有效", "tag-good"),
    "trial": ("试行", "tag-wait"),
    "not_yet": ("尚未施行", "tag-wait"),
    "expired": ("已过期", "tag-old"),
    "repealed": ("已废止", "tag-old"),
    "unstated": ("未注明", "tag-note"),
}


@dataclass(frozen=True, slots=True)
class Validity:
    """How a document stands on a day: its identifier, the word for it, the style of its tag, and the reason."""

    id: ValidityId
    text: str
    style: str
    reason: str


def find_validity(document: DocumentRecord, today: date) -> Validity:
    """How ``document`` stands on ``today``, by the dates that it gives; unstated where it gives no expiry date."""
    meta = document.metadata
    if document.status != "current":
        return _validity(
            "expired" if document.status == "expired" else "repealed", label("document_status", document.status)
        )
    if meta.expires_on and meta.expires_on < today:
        return _validity("expired", f"文件写明有效期至 {meta.expires_on.isoformat()}")
    if meta.effective_on and meta.effective_on > today:
        return _validity("not_yet", f"文件写明自 {meta.effective_on.isoformat()} 起施行")
    if meta.trial:
        until = f"，有效期至 {meta.expires_on.isoformat()}" if meta.expires_on else "，未写明失效日期"
        return _validity("trial", f"文件写明试行{until}")
    if meta.expires_on:
        return _validity("in_force", f"文件写明有效期至 {meta.expires_on.isoformat()}")
    return _validity("unstated", "文件没有写明失效日期，请核实是否仍在施行")


def _validity(id: ValidityId, reason: str) -> Validity:
    text, style = _SHOWN[id]
    return Validity(id, text, style, reason)
