"""What goes wrong on purpose: a status, a wait, a broken connection, a call back, at a chosen request."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal


@dataclass
class Fault:
    """One thing that goes wrong.

    `path` is a pattern (`*` spans slashes) for the path behind `/api/v3`, or for a git server's path. It lets `after` matching requests
    pass, then hits `times` of them (0: all). `delay` waits first. `drop` breaks the connection: "before" the request has its effect, or
    "after" it, so that the work is done and nobody hears of it. `status` answers instead of the fake, without an effect. `call` is called
    with the words "before" and "after" around the effect: there a test kills a process.
    """

    path: str = "*"
    method: str = "*"
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    delay: float = 0.0
    drop: Literal["", "before", "after"] = ""
    after: int = 0
    times: int = 1
    call: Callable[[str], None] | None = None
    seen: int = 0
    hits: int = 0

    def matches(self, method: str, path: str) -> bool:
        """Whether a request is one of those that this fault is about."""
        return fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


class Faults:
    """The faults that are waiting, in the order in which they were added; the first that matches and has hits left strikes."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> Fault:
        """Adds a fault and returns it, so that a test can look at its `hits`."""
        with self._lock:
            self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._waiting.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """The fault that hits this request, counted, or None."""
        with self._lock:
            for fault in self._waiting:
                if not fault.matches(method, path):
                    continue
                fault.seen += 1
                if fault.seen > fault.after and (not fault.times or fault.hits < fault.times):
                    fault.hits += 1
                    return fault
        return None


def secondary_limit(seconds: int, path: str = "*", method: str = "*", status: int = 403, times: int = 1) -> Fault:
    """GitHub's answer to too many requests at once, with the seconds to wait."""
    body = {"message": "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."}
    return Fault(path, method, status, {"Retry-After": str(seconds)}, body, times=times)


def primary_limit(reset: float, path: str = "*", method: str = "*", times: int = 1) -> Fault:
    """GitHub's answer when the hour's quota is used up, until `reset` (seconds since 1970)."""
    headers = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(reset))}
    return Fault(path, method, 403, headers, {"message": "API rate limit exceeded for installation."}, times=times)
