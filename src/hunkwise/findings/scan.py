"""One JSON value after another found in a stream of bytes, by its brackets and quotes alone, in memory bounded by one value."""

import re
from collections.abc import Callable

from hunkwise.errors import DatasetError
from hunkwise.findings.model import Reason

CHUNK = 1 << 20
MAX_RECORD = 64 << 20
MAX_DEPTH = 100
MAX_SCALAR = 10_000

_STRUCTURE = re.compile(rb'["{}\[\]]')
_SPACE = re.compile(rb"[ \t\r\n]*")
_SCALAR = re.compile(rb"[^\s,\]}{\[\"]*")


class Window:
    """The part of a stream that is at hand: `data` from byte `base` on, read up to `at`."""

    def __init__(self, read: Callable[[int], bytes], name: str) -> None:
        self._read = read
        self.name = name
        self.data = bytearray()
        self.base = 0
        self.at = 0
        self.number = 0
        self._start = -1
        self._lost = False

    def more(self) -> bool:
        """Whether another chunk could be read. A record that outgrows the limit is forgotten as far as it was read."""
        if self._start >= 0 and self.at - self._start > MAX_RECORD:
            self.forget()
            self._start, self._lost = 0, True
        chunk = self._read(CHUNK)
        self.data += chunk
        return bool(chunk)

    def forget(self) -> None:
        """Drop what was read already."""
        del self.data[: self.at]
        self.base += self.at
        self.at = 0

    def peek(self) -> int:
        """The next byte that isn't white space, as its number; -1 at the end."""
        while True:
            self.at = _end(_SPACE, self.data, self.at)
            if self.at < len(self.data):
                return self.data[self.at]
            self.forget()
            if not self.more():
                return -1

    def error(self, what: str) -> DatasetError:
        """An error that says where reading stopped."""
        return DatasetError(
            f"{self.name} can't be read from record {self.number + 1}, byte {self.base + self.at} on: {what}",
            "Check that the file is complete and valid JSON (`python -m json.tool FILE` shows where it breaks)",
        )

    def value(self) -> tuple[bytes, Reason | None]:
        """The bytes of the next value, and why it must not be decoded (then the bytes are empty)."""
        if self.data[self.at] not in (0x7B, 0x5B, 0x22):
            return self._scalar(), None
        self._start, self._lost = self.at, False
        depth = deepest = 0
        while True:
            found = _STRUCTURE.search(self.data, self.at)
            if found is None:
                self.at = len(self.data)
                if not self.more():
                    raise self.error("the file ends in the middle of a record")
            else:
                self.at = found.end()
                mark = self.data[self.at - 1]
                if mark == 0x22:
                    self._string()
                else:
                    depth += 1 if mark in b"{[" else -1
                    deepest = max(deepest, depth)
                if depth == 0:
                    break
        start, self._start = self._start, -1
        if self._lost or self.at - start > MAX_RECORD:
            return b"", "too-large"
        return (b"", "too-deep") if deepest > MAX_DEPTH else (bytes(self.data[start : self.at]), None)

    def _string(self) -> None:
        """Go behind the quote that ends the string which began just before."""
        while True:
            quote = self.data.find(b'"', self.at)
            if quote >= 0 and (quote == self.at or self.data[quote - 1] != 0x5C):
                self.at = quote + 1
                return
            end = quote if quote >= 0 else len(self.data)
            run = end - len(self.data[self.at : end].rstrip(b"\\")) - self.at
            if quote >= 0:
                self.at = quote + 1
                if run % 2 == 0:
                    return
                continue
            self.at = end - run % 2
            if not self.more():
                raise self.error("the file ends in the middle of a string")

    def _scalar(self) -> bytes:
        """A number or a name such as `true`; what it's worth, decoding tells."""
        start = self.at
        while True:
            self.at = _end(_SCALAR, self.data, self.at)
            if self.at < len(self.data) or self.at - start > MAX_SCALAR or not self.more():
                break
        if self.at == start or self.at - start > MAX_SCALAR:
            raise self.error("a value is expected here")
        return bytes(self.data[start : self.at])


def _end(pattern: re.Pattern[bytes], data: bytearray, at: int) -> int:
    """Where the match of `pattern` (which may be empty) that begins `at` ends."""
    found = pattern.match(data, at)
    return found.end() if found else at
