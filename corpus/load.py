"""The only module here that touches the disk: files to `Source`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from corpus.errors import SourceError
from corpus.model import Source

MAX_BYTES = 64 * 1024 * 1024
SUFFIXES = (".txt", ".md")


def read_source(path: Path) -> Source:
    """The text file at ``path``: UTF-8 with or without BOM, UTF-16 with BOM, or GB18030; line ends as they are.

    Raises SourceError naming the file and what to do: missing, no file, too large, empty, not text, unknown encoding.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise SourceError(f"文件过大：{path.name}（超过 {MAX_BYTES // 1024 // 1024} MB）", hint="请拆分后再导入。")
        raw = path.read_bytes()
    except IsADirectoryError as error:
        raise SourceError(
            f"不是文件而是文件夹：{path.name}", hint="请指定文件夹内的文件，或用 quanze import 导入整个文件夹。"
        ) from error
    except FileNotFoundError as error:
        raise SourceError(f"找不到文件：{path.name}", hint="请检查路径是否正确。") from error
    except OSError as error:
        raise SourceError(f"无法读取文件：{path.name}（{error.strerror}）", hint="请检查文件权限。") from error
    return decode_source(path.name, raw)


def decode_source(name: str, raw: bytes) -> Source:
    """The source that ``raw`` holds: BOM first, then UTF-8, then GB18030, each strictly. Raises SourceError."""
    if not raw.strip():
        raise SourceError(f"文件是空的：{name}", hint="请确认文件内容后重新导入。")
    for encoding in _candidates(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return Source(name, raw, hashlib.sha256(raw).hexdigest(), encoding, text)
    raise SourceError(
        f"不是可识别的文本文件：{name}（既不是 UTF-8，也不是 GB18030）",
        hint="请在编辑器中另存为 UTF-8 文本（.txt）后重新导入。",
    )


def _candidates(raw: bytes) -> tuple[str, ...]:
    if raw.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    return ("utf-8", "gb18030")
