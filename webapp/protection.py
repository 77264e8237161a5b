"""Guards of forms that change something: sent from our own pages, and not too often. Nothing here is kept on disk."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from urllib.parse import urlsplit

from flask import Request, abort

_MOST_KEYS = 1000


def require_same_origin(request: Request) -> None:
    """Ends the request with 403 unless the browser says that it comes from a page of this site.

    Sec-Fetch-Site where it is sent (https), else Origin, else Referer. A proxy in front may have changed Host, so that
    X-Forwarded-Host counts as well: a page of another site can set neither.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            abort(403)
        return
    sent = request.headers.get("Origin") or request.headers.get("Referer") or ""
    ours = {request.host, request.headers.get("X-Forwarded-Host", request.host)}
    if urlsplit(sent).netloc not in ours:
        abort(403)


class RateLimiter:
    """At most ``limit`` events of one key within ``seconds``; remembers the _MOST_KEYS keys seen last, in memory."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit = limit
        self._seconds = seconds
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allow(self, key: str, now: float) -> bool:
        """Whether one more event of ``key`` is allowed at ``now`` (seconds); it is then counted."""
        with self._lock:
            times = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            if len(self._seen) > _MOST_KEYS:
                self._seen.popitem(last=False)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(times) >= self._limit:
                return False
            times.append(now)
            return True
