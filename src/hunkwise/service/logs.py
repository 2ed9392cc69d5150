"""Structured logs: one JSON object a line, with delivery and job ids, and never code, a payload or a secret."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog

from hunkwise.text import one_line

_SECRET = re.compile(r"gh[a-z]_[A-Za-z0-9_]{8,}|github_pat_\w+|-----BEGIN[^-]*-----|(?i:bearer|basic) [A-Za-z0-9+/=._-]{8,}|://[^/@\s]+@")


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is when a line is written."""

    def emit(self, record: logging.LogRecord) -> None:
        """Takes the stream anew for each record."""
        self.stream = sys.stderr
        super().emit(record)


def configure(level: str = "INFO") -> None:
    """Writes all logs of this process to standard error, the libraries' from warnings on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _bounded,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),  # as it is then: it may be another one by the time of a line
        cache_logger_on_first_use=False,
    )
    handler = _Handler()
    handler.setFormatter(_Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("dbos", "httpx", "githubkit", "uvicorn", "uvicorn.error", "uvicorn.access"):
        known = logging.getLogger(name)
        known.handlers[:] = []
        known.propagate = True
        known.setLevel(logging.WARNING)


def logger() -> Any:
    """Where to log; `log.info("event", key=value)`."""
    return structlog.get_logger()


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        fields = {
            "event": "library",
            "library": record.name,
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            "error": kind,
        }
        return str(structlog.processors.JSONRenderer(sort_keys=True)(None, "", _bounded(None, "", fields)))


def _bounded(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Every text on one line, visible, short and without what looks like a secret."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = one_line(_SECRET.sub("[secret]", value), 300)
    return event
