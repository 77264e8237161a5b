"""Serving the web app with waitress."""

from __future__ import annotations

import errno
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from corpus import UserError
from webapp.config import WebConfig
from webapp.errors import KnowledgeUnavailable, ServerStartError

if TYPE_CHECKING:
    from flask import Flask


def serve(config: WebConfig, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until the process is ended; ``ready`` is called with the address once requests are taken.

    Port 0 takes a free one. Raises ServerStartError where host and port cannot be listened on.
    """
    from waitress.server import create_server

    from webapp.app import create_app

    _check_address(host, port)
    app = create_app(config)
    threading.Thread(target=_warm, args=(app,), daemon=True).start()
    server = create_server(app, host=host, port=port, threads=8, ident="")
    shown = f"[{host}]" if ":" in host else host
    ready(f"http://{shown}:{_actual_port(server)}/")
    try:
        server.run()
    finally:
        server.close()


def _warm(app: Flask) -> None:
    """Works out what the first search would wait for; where there is no knowledge base, the first request tells so."""
    from webapp.provider import get_knowledge

    with app.app_context(), suppress(KnowledgeUnavailable, UserError):
        get_knowledge().warm()


def _check_address(host: str, port: int) -> None:
    """Tries the address first, since waitress leaks its socket where it cannot bind. Raises ServerStartError."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise ServerStartError(f"地址 {host} 无法识别。", hint="请用本机的 IP 地址，例如 --host 127.0.0.1。") from error
    with socket.socket(family, kind, protocol) as probe:
        if os.name == "posix":  # elsewhere the option would let a second server take the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise _start_error(error, host, port) from error


def _actual_port(server: Any) -> int:
    """The port listened on; a host name with several addresses has a listener for each."""
    several = getattr(server, "effective_listen", None)
    return int(several[0][1] if several else server.effective_port)


def _start_error(error: OSError, host: str, port: int) -> ServerStartError:
    if error.errno == errno.EADDRINUSE:
        other = f"换一个端口，例如 --port {port + 1 if port < 65535 else 8000}，或先停掉占用该端口的程序。"
        return ServerStartError(f"端口 {port} 已被占用。", hint=other, code="port_in_use")
    if error.errno == errno.EACCES:
        return ServerStartError(f"没有权限使用端口 {port}。", hint="请用 1024 以上的端口，例如 --port 8000。")
    return ServerStartError(f"不能在 {host}:{port} 上提供服务。", hint="请用本机的 IP 地址，例如 --host 127.0.0.1。")
