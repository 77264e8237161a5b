"""Everything runs with the outside closed: build, questions, command line and web server reach nothing but this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guard import netguard

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = "192.0.2.1"  # TEST-NET-1 of RFC 5737: never in use

TRY_OUTSIDE = f"""
import socket
try:
    socket.create_connection(("{OUTSIDE}", 80), timeout=1)
except RuntimeError as error:
    print(type(error).__name__)
"""

SERVE_AND_ASK = """
import json, sys, threading, urllib.request
from pathlib import Path
from waitress.server import create_server
from webapp.app import create_app
from webapp.config import WebConfig

server = create_server(create_app(WebConfig(data_dir=Path(sys.argv[1]))), host="127.0.0.1", port=0)
threading.Thread(target=server.run, daemon=True).start()
address = f"http://127.0.0.1:{server.effective_port}"
with urllib.request.urlopen(address + "/") as page:
    assert page.status == 200
body = json.dumps({"question": sys.argv[2]}).encode()
request = urllib.request.Request(address + "/api/v1/ask", body, {"Content-Type": "application/json"})
with urllib.request.urlopen(request) as answer:
    print(json.load(answer)["status"])
"""

QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"


def run_python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What became of `code`, run by a fresh Python that inherits the guard and nothing else to find the network by."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def quanze(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What became of the command line, run as a process of its own."""
    return run_python("from webapp.cli import main; main()", *arguments)


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6], ids=["IPv4", "IPv6"])
def test_outside_addresses_are_closed(family: socket.AddressFamily) -> None:
    """Connecting to an address outside this machine raises an error that names the address."""
    address = OUTSIDE if family == socket.AF_INET else "2001:db8::1"
    with socket.socket(family) as connection, pytest.raises(netguard.OutsideAccessError, match=address):
        connection.connect((address, 80))


def test_datagrams_are_closed() -> None:
    """A datagram to the outside is stopped like a connection, with and without connecting first."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        with pytest.raises(netguard.OutsideAccessError, match=OUTSIDE):
            connection.sendto(b"", (OUTSIDE, 53))
        with pytest.raises(netguard.OutsideAccessError, match=OUTSIDE):
            connection.sendmsg([b""], [], 0, (OUTSIDE, 53))


def test_names_are_not_looked_up() -> None:
    """Looking up any name but localhost raises an error that gives the name, whichever function is used."""
    for look_up in (socket.gethostbyname, socket.gethostbyname_ex, socket.gethostbyaddr):
        with pytest.raises(netguard.OutsideAccessError, match=r"host\.invalid"):
            look_up("host.invalid")
    with pytest.raises(netguard.OutsideAccessError, match=r"host\.invalid"):
        socket.create_connection(("host.invalid", 80))


def test_addresses_in_figures_are_no_names() -> None:
    """An address in figures is turned into itself without asking anybody; the name behind it is not looked up."""
    assert socket.gethostbyname(OUTSIDE) == OUTSIDE
    assert socket.getaddrinfo("0.0.0.0", 80)
    with pytest.raises(netguard.OutsideAccessError, match=OUTSIDE):
        socket.gethostbyaddr(OUTSIDE)
    with pytest.raises(netguard.OutsideAccessError, match=OUTSIDE):
        socket.getnameinfo((OUTSIDE, 80), 0)


@pytest.mark.parametrize(
    ("host", "local"),
    [
        (None, True),
        ("", True),
        ("localhost", True),
        (b"localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("localhost.example", False),
    ],
)
def test_what_counts_as_local(host: object, local: bool) -> None:
    """Loopback addresses and the name localhost are local, nothing else is."""
    assert netguard.is_local(host) is local


def test_loopback_stays_open() -> None:
    """A server on this machine can be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        connection, _ = server.accept()
        with connection:
            client.sendall(b"ok")
            assert connection.recv(2) == b"ok"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets on this system")
def test_unix_sockets_stay_open(tmp_path: Path) -> None:
    """A Unix socket can be reached."""
    path = os.path.relpath(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)


def test_child_processes_are_guarded() -> None:
    """A Python process started by a test is closed to the outside as well."""
    assert run_python(TRY_OUTSIDE).stdout.strip() == netguard.OutsideAccessError.__name__


def test_environment_keeps_other_paths() -> None:
    """Guarding an environment twice changes nothing more, and what stood on PYTHONPATH stays there."""
    once = netguard.guarded_environment({"PYTHONPATH": "elsewhere", "OTHER": "1"})
    assert once["PYTHONPATH"].split(os.pathsep) == [str(netguard.FOLDER), "elsewhere"]
    assert netguard.guarded_environment(once) == once


def test_build_ask_and_serve_offline(tmp_path: Path) -> None:
    """A new data folder is built, asked on the command line and served to a browser with the outside closed."""
    built = quanze("--data", str(tmp_path), "build")
    assert built.returncode == 0, built.stderr
    asked = quanze("--data", str(tmp_path), "ask", QUESTION, "--json")
    assert asked.returncode == 0, asked.stderr
    assert '"answered"' in asked.stdout
    served = run_python(SERVE_AND_ASK, str(tmp_path), QUESTION)
    assert served.returncode == 0, served.stderr
    assert served.stdout.strip() == "answered"
