"""Writing results: a file is there wholly or not at all, and standard output is never left with half a line."""

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from hunkwise.errors import OutputError


def write_file(path: Path, text: str) -> None:
    """Writes `text` as UTF-8 beside `path` and puts it in place in one step.

    Raises OutputError where the folder isn't there, can't be written to or is full; then what stood at `path` still stands.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder", "Name a file with --output")
    if path.exists() and not path.is_file():
        _write_through(path, text)
        return
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    scratch = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        scratch.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)


def write_standard(text: str) -> None:
    """Writes `text` on standard output. Raises OutputError where it is full; BrokenPipeError where the reader has gone."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"standard output can't be written: {error.strerror}", "Free some space, or name another file with --output"
        ) from error


def _write_through(path: Path, text: str) -> None:
    """Into a device or a named pipe, which can't be replaced."""
    try:
        with path.open("w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> OutputError:
    if isinstance(error, FileNotFoundError):
        return OutputError(f"{path} can't be written: there is no folder {path.parent}", "Make the folder first, or name another file")
    remedy = "Free some space, or name a file in a folder that you may write to"
    return OutputError(f"{path} can't be written: {error.strerror or error}", remedy)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
