"""What each page and route costs on the shipped documents: bytes over the wire of a first visit, and server time.

    python -m bench.pages

Bytes are those of the page as served and of every style sheet, script and picture that it names, each counted once;
nothing is compressed on the way. Times are processor time of the whole request in this process, so that other work on
the machine does not count; HTTP is measured beside it as wall clock, by one client that keeps its connection.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "bench" / "questions.txt"
COMMAND_LINE = "import sys; sys.argv[0] = 'quanze'; from webapp.cli import main; main()"
ROUNDS = 20
HTTP_ROUNDS = 3
MOST_BYTES = 100_000  # of every page but the drawn graph
MOST_MILLISECONDS = 50.0
DRAWN = "/graph?node="
QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
PAGES = (
    "/",
    f"/?q={quote(QUESTION)}",
    f"/?q={quote('今天天气怎么样')}",
    "/search",
    f"/search?q={quote('移送')}",
    f"/search?q={quote('移送')}&kind=duties",
    f"/search?q={quote('移送')}&kind=departments",
    "/documents",
    "/documents/weibin",
    "/documents/weibin/3.1.2",
    "/documents/weibin/source",
    "/departments",
    f"/departments?district={quote('卫滨区')}",
    f"/departments/{quote('卫滨区/各镇办')}",
    "/graph",
    f"{DRAWN}topic:case_transfer",
    "/compare",
    "/compare?topic=case_transfer",
    "/compare/clauses?a=weibin/3.1.2&b=shanting/2.2",
    "/gaps",
    f"/feedback?q={quote(QUESTION)}",
    "/feedback/thanks",
    "/api",
    "/api?show=ask",
)
_ASSET = re.compile(r'(?:src|href)="(/static/[^"?]+)"')


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of a page: its own, those of what it names, and their sum."""

    page: int
    assets: int

    @property
    def total(self) -> int:
        """All bytes of a first visit."""
        return self.page + self.assets


def weigh(client: FlaskClient, address: str) -> Weight:
    """The bytes of a first visit to ``address``. Raises ValueError where a page or a file is not there."""
    page = _fetch(client, address)
    assets = dict.fromkeys(_ASSET.findall(page.decode()))
    return Weight(len(page), sum(len(_fetch(client, name)) for name in assets))


def _fetch(client: FlaskClient, address: str) -> bytes:
    with client.get(address) as reply:
        if reply.status_code != 200:
            raise ValueError(f"{address}: status {reply.status_code}")
        return bytes(reply.data)


def processor_times(client: FlaskClient, address: str, rounds: int = ROUNDS) -> list[float]:
    """Milliseconds of processor time of ``rounds`` requests, after one that is not counted."""
    _fetch(client, address)
    return [_processor_time(client, address) for _ in range(rounds)]


def _processor_time(client: FlaskClient, address: str) -> float:
    started = time.process_time()
    _fetch(client, address)
    return (time.process_time() - started) * 1000


def routes() -> tuple[str, ...]:
    """The addresses of the examples of all GET routes of the API."""
    from webapp.api_pages import example_request
    from webapp.openapi import load_api

    found = []
    for operation in load_api()["operations"]:
        if operation["method"] == "get":
            path, query = example_request(operation)
            found.append(f"{path}?{urlencode(query)}" if query else path)
    return tuple(found)


def _shown(address: str) -> str:
    """``address`` readable, in 58 columns; a Chinese character takes two."""
    words, width = "", 0
    for char in unquote(address):
        width += 2 if ord(char) > 0x2E7F else 1
        if width > 55:
            return f"{words}…".ljust(58 - sum(ord(one) > 0x2E7F for one in words))
        words += char
    return words + " " * (58 - width)


def percentile(times: Sequence[float], share: int) -> float:
    """The value that ``share`` percent of ``times`` do not exceed."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def measure(client: FlaskClient, addresses: Sequence[str]) -> list[str]:
    """Prints a line for each address; those that are too heavy or too slow, in words."""
    found = []
    print(f"{'address':<58}{'page':>9}{'assets':>9}{'total':>9}{'p50 ms':>9}{'p95 ms':>9}")
    for address in addresses:
        weight, times = weigh(client, address), processor_times(client, address)
        median, tail = percentile(times, 50), percentile(times, 95)
        print(f"{_shown(address)}{weight.page:>9,}{weight.assets:>9,}{weight.total:>9,}{median:>9.1f}{tail:>9.1f}")
        heavy = weight.total > MOST_BYTES and not address.startswith((DRAWN, "/api/"))
        found += [f"{address}: {weight.total:,} bytes"] if heavy else []
        found += [f"{address}: p95 {tail:.1f} ms"] if tail > MOST_MILLISECONDS else []
    return found


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """Host and port of the product served on loopback in a process of its own, until the block ends.

    Raises ValueError with what it said where it does not come up.
    """
    command = [sys.executable, "-c", COMMAND_LINE, "--data", str(data), "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONUTF8": "1", "QUANZE_JOURNAL": "off"}
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        said = server.stdout.readline() if server.stdout else ""
        address = re.search(r"http://([^/\s]+)", said)
        if address is None:
            raise ValueError(f"no address in: {said}")
        yield address[1]
    finally:
        server.terminate()
        server.communicate(timeout=20)


def ask_over_http(connection: http.client.HTTPConnection, question: str) -> float:
    """Milliseconds of one question over an open connection."""
    started = time.perf_counter()
    connection.request("GET", f"/api/v1/ask?{urlencode({'q': question})}")
    reply = connection.getresponse()
    reply.read()
    if reply.status != 200:
        raise ValueError(f"{question}: status {reply.status}")
    return (time.perf_counter() - started) * 1000


def measure_http(data: Path, questions: Sequence[str]) -> None:
    """Prints the time of an answer over HTTP beside that of the same questions in this process."""
    from assistant import Knowledge, reply_to_dict

    knowledge = Knowledge.open(data)

    def answer(question: str) -> object:
        return reply_to_dict(knowledge.ask(question))

    asked = [question for _ in range(HTTP_ROUNDS) for question in questions]
    for question in questions:
        knowledge.ask(question)
    inside = [_wall_time(partial(answer, question)) for question in asked]
    knowledge.close()
    with serving(data) as address:
        connection = http.client.HTTPConnection(address, timeout=30)
        for question in questions:
            ask_over_http(connection, question)
        over = [ask_over_http(connection, question) for question in asked]
        connection.close()
    print(f"\n{'/api/v1/ask, wall clock':<40}{'p50 ms':>9}{'p95 ms':>9}{'answers/s':>11}")
    for title, times in (("in process, one after the other", inside), ("over HTTP, one client, kept alive", over)):
        speed = 1000 * len(times) / sum(times)
        print(f"{title:<40}{percentile(times, 50):>9.1f}{percentile(times, 95):>9.1f}{speed:>11,.0f}")


def _wall_time(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Builds the knowledge base of the shipped documents, measures and prints; 1 where a bound is not kept."""
    from assistant import build_knowledge
    from webapp.app import create_app
    from webapp.config import WebConfig

    questions = [line for line in QUESTIONS.read_text("utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        build_knowledge(Path(folder))
        app = create_app(WebConfig(Path(folder)))
        found = measure(app.test_client(), (*PAGES, *routes()))
        measure_http(Path(folder), questions)
    print("\n" + ("\n".join(f"over the bound: {line}" for line in found) if found else "all bounds are kept"))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
