"""Reading files: encodings, line ends, and what cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus import SourceError, decode_source, parse_document, read_source
from tests.corpus.helpers import outline

_TEXT = "青禾区移送办法\n\n第一条 为规范移送，制定本办法。\n第二条 各部门应当在3日内移送。\n"
_OUTLINE = ["front", "article 第一条", "article 第二条"]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        pytest.param(_TEXT.encode(), "utf-8", id="utf-8"),
        pytest.param(_TEXT.encode("utf-8-sig"), "utf-8-sig", id="utf-8 with BOM"),
        pytest.param(_TEXT.encode("gb18030"), "gb18030", id="gb18030"),
        pytest.param(_TEXT.replace("\n", "\r\n").encode("gb18030"), "gb18030", id="gb18030, CRLF"),
        pytest.param(_TEXT.replace("\n", "\r").encode(), "utf-8", id="CR"),
        pytest.param(_TEXT.encode("utf-16"), "utf-16", id="utf-16 with BOM"),
        pytest.param(b"\xfe\xff" + _TEXT.encode("utf-16-be"), "utf-16", id="utf-16 big-endian with BOM"),
    ],
)
def test_encodings(tmp_path: Path, raw: bytes, encoding: str) -> None:
    """The same text in any encoding gives the same clauses; the bytes are kept with their SHA-256."""
    file = tmp_path / "办法.txt"
    file.write_bytes(raw)
    source = read_source(file)
    assert (source.encoding, source.raw, source.sha256) == (encoding, raw, hashlib.sha256(raw).hexdigest())
    assert outline(parse_document(source)) == _OUTLINE


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param(b"", "空", id="empty"),
        pytest.param(b" \r\n\t", "空", id="white space"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xff", "不是可识别的文本文件", id="binary"),
        pytest.param("办法".encode("utf-16-le") + b"\x00\x00", "不是可识别的文本文件", id="utf-16 without BOM"),
        pytest.param(b"\xff\xfe\x00", "不是可识别的文本文件", id="half a character"),
        pytest.param("办法".encode() + b"\xff", "不是可识别的文本文件", id="broken utf-8"),
    ],
)
def test_unreadable(raw: bytes, words: str) -> None:
    """What is no text is refused with the file's name and what to do."""
    with pytest.raises(SourceError) as caught:
        decode_source("坏文件.txt", raw)
    assert words in caught.value.message
    assert "坏文件.txt" in caught.value.message
    assert caught.value.hint


def test_missing_and_folder(tmp_path: Path) -> None:
    """A missing file and a folder are named as such."""
    with pytest.raises(SourceError, match="找不到文件"):
        read_source(tmp_path / "没有.txt")
    with pytest.raises(SourceError, match="文件夹"):
        read_source(tmp_path)


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is not read."""
    monkeypatch.setattr("corpus.load.MAX_BYTES", 10)
    file = tmp_path / "大.txt"
    file.write_bytes(b"1" * 11)
    with pytest.raises(SourceError, match="文件过大"):
        read_source(file)
