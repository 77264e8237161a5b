"""jieba's dictionary with our words in it, kept in a private folder in a form that loads in a fifth of the time.

jieba itself would keep a cache in the shared temporary folder; here it is never asked to. The file is data only,
checked by its SHA-256, and made again whenever it is missing, damaged or of other words.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
import tempfile
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def load_tokenizer(words: Sequence[str], not_words: Sequence[str], cache_dir: Path | None) -> Any:
    """A `jieba.Tokenizer` of its own that knows ``words`` and not ``not_words``; fast once ``cache_dir`` holds it.

    Where the folder cannot be written the dictionary is made afresh each time: slower, else the same.
    """
    import jieba  # takes a tenth of a second; only where text is cut

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    path = cache_dir / f"dictionary-{fingerprint(words, not_words)}.bin" if cache_dir else None
    loaded = _read(path) if path else None
    if loaded:
        tokenizer.FREQ, tokenizer.total = loaded
        tokenizer.initialized = True
        return tokenizer
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in words:
        tokenizer.add_word(word)
    for word in not_words:
        tokenizer.del_word(word)
    if path:
        _write(path, tokenizer.FREQ, tokenizer.total)
    return tokenizer


def fingerprint(words: Sequence[str], not_words: Sequence[str]) -> str:
    """A short name for jieba's version together with these words; another one means that text is cut otherwise."""
    import jieba

    parts = (jieba.__version__, sys.byteorder, *words, "/", *not_words)
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


def _read(path: Path) -> tuple[dict[str, int], int] | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None  # not there yet
    seal, body = data[:32], data[32:]
    if hashlib.sha256(body).digest() != seal:
        return None
    numbers = array("Q")
    count = int.from_bytes(body[:8], "big")
    numbers.frombytes(body[8 : 8 + 8 * (count + 1)])
    words = body[8 + 8 * (count + 1) :].decode("utf-8").split("\n")
    return dict(zip(words, numbers[1:], strict=True)), numbers[0]


def _write(path: Path, frequencies: dict[str, int], total: int) -> None:
    numbers = array("Q", [total, *frequencies.values()])
    body = len(frequencies).to_bytes(8, "big") + numbers.tobytes() + "\n".join(frequencies).encode("utf-8")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="dictionary-")
        with os.fdopen(handle, "wb") as file:
            file.write(hashlib.sha256(body).digest() + body)
        os.replace(name, path)
    except OSError:
        return  # the cache saves time, nothing else depends on it
    for old in path.parent.glob("dictionary-*.bin"):
        if old != path:
            old.unlink(missing_ok=True)
