"""A progress bar on standard error for what takes longer than a moment, on terminals alone."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds before a bar is shown: what is done by then needs none."""

Advance = Callable[[int], None]


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Advance]:
    """Gives a function that counts what is done, of `total` where that is known. Without a terminal it does nothing."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    done = 0
    shown: list[Callable[[], None]] = []

    def advance(count: int) -> None:
        nonlocal done
        done += count
        for update in shown:
            update()

    def show() -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        counted = (BarColumn(), MofNCompleteColumn()) if total is not None else (TextColumn("{task.completed:,.0f}"),)
        bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            *counted,
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        task = bar.add_task(label, total=total, completed=done)
        shown.append(lambda: bar.update(task, completed=done))
        stops.append(bar.stop)
        bar.start()

    stops: list[Callable[[], None]] = []
    timer = threading.Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield advance
    finally:
        timer.cancel()
        timer.join()
        for stop in stops:
            stop()
