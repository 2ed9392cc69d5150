"""Bytes of a file or patch into text: the byte order mark, then UTF-8, then Latin-1; `\\r\\n` becomes `\\n`."""

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decode_text(data: bytes) -> str | None:
    """The text of a file, without byte order mark and with `\\n` line ends, or None where `data` is binary.

    Binary means: holds a NUL and begins with no UTF-16 mark, or begins with one and isn't valid UTF-16. Bytes that aren't UTF-8 are read as
    Latin-1, so no text file is ever lost. The result holds no lone surrogates.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return normal_ends(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError:
                break
    if b"\0" in data:
        return None
    try:
        return normal_ends(data.decode("utf-8"))
    except UnicodeDecodeError:
        return normal_ends(data.decode("latin-1"))


def decode_patch(data: bytes) -> str:
    """The text of a patch. Each line is read on its own where the whole isn't UTF-8, as a patch can hold files of several encodings."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(_decode_line(line) for line in data.split(b"\n"))


def decode_path(data: bytes) -> str:
    """A path as text that every output can hold: bytes that aren't UTF-8 are written as `\\xNN`."""
    return data.decode("utf-8", "backslashreplace")


def normal_ends(text: str) -> str:
    """`text` with `\\r\\n` as `\\n`. A lone carriage return stays: it is no line end to git, and outputs show it."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def without_surrogates(text: str) -> str:
    """`text` with lone surrogates, which no output can encode, replaced by U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")
