"""Draws sentences with a time-limit word from a folder of laws in Markdown, one sentence an article, with a fixed seed.

    python -m bench.time_limits.sample FOLDER [--articles 200] > sentences.jsonl

What is drawn is to be read by a person, who writes down the deadlines of each sentence before looking at ours
(``verdicts.jsonl``). Laws carry no copyright; only the sentences drawn are kept here.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

SEED = 20250926
LONGEST = 200
_ARTICLE = re.compile(
    r"^(?:\*\*|#+ )?第(?P<number>[零〇一二三四五六七八九十百千]{1,7}条(?:之[一二三四五六七八九十]{1,2})?)"
)
_WORD = re.compile(
    r"(?:工作日|小时|个月|[日天周月年])(?:以内|之内|内|前|以前)|超过[一二三四五六七八九十]{1,4}(?:个月|[日天年])"
    r"|立即|当日|次日|之日起|届满|第一时间|每(?:半?年|月|季|周|日)|延长|当场|少于[一二三四五六七八九十]{1,4}[日天]"
)
_SENTENCE = re.compile(r"[^。！？\n]{1,600}[。！？]?")


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sentence drawn: its number in the sample, the file's name, the article and the words."""

    id: int
    file: str
    article: str
    sentence: str


def find_articles(text: str) -> Iterator[tuple[str, list[str]]]:
    """Number and the short sentences with a time-limit word of each article that has one."""
    number, found = "", list[str]()
    for line in text.splitlines():
        match = _ARTICLE.match(line)
        if match:
            if number and found:
                yield number, found
            number, found = f"第{match['number']}", []
        said = (sentence.strip() for sentence in _SENTENCE.findall(line))
        found.extend(sentence for sentence in said if len(sentence) <= LONGEST and _WORD.search(sentence))
    if number and found:
        yield number, found


def draw(folder: Path, articles: int) -> list[Sampled]:
    """``articles`` sentences, each from another article, in the order of files; the same for the same folder."""
    pool = [
        (path.name, number, sentences)
        for path in sorted(folder.rglob("*.md"))
        for number, sentences in find_articles(path.read_text(encoding="utf-8", errors="replace"))
    ]
    rng = random.Random(SEED)
    drawn = sorted(rng.sample(range(len(pool)), min(articles, len(pool))))
    return [
        Sampled(number, pool[at][0], pool[at][1], rng.choice(pool[at][2])) for number, at in enumerate(drawn, start=1)
    ]


def main() -> int:
    """Print the sample, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200)
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder}: a folder of laws in Markdown is expected")
    for item in draw(options.folder, options.articles):
        sys.stdout.write(json.dumps(asdict(item), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
