"""The jobs: what the durable engine runs, step by step. A job that has to wait ends, and another begins when the wait is over."""

from collections.abc import Callable
from typing import Any

from hunkwise.errors import HunkwiseError, StoreError
from hunkwise.github import Later
from hunkwise.service.answering import Answering
from hunkwise.service.backfilling import Backfilling
from hunkwise.service.catching_up import CatchingUp
from hunkwise.service.engine import Engine, Queue, after, step
from hunkwise.service.logs import logger
from hunkwise.service.reviewing import Ended, Reviewing, Unfit

MOST_TRIES = 10
"""Times that a step is tried again while GitHub or the network is unwell: with growing waits about a quarter of an hour."""
LONGEST_WAIT = 300.0

Step = tuple[str, Callable[..., Any]]


class Stop(Exception):
    """Ends a job at a step: `kind` is `ended`, `later` or `failed`, with what the step said."""

    def __init__(self, step: str, kind: str, said: dict[str, Any]) -> None:
        super().__init__(kind)
        self.step = step
        self.kind = kind
        self.said = said


def run(name: str, work: Callable[..., Any], id: str, *args: Any) -> Any:
    """Runs a step and gives its value. Raises Stop where it can't go on; the step's words are kept, so a recovered job stops alike."""
    told = step(name, _outcome, name, work, id, *args)
    if "value" in told:
        return told["value"]
    raise Stop(name, str(told["kind"]), told)


def _outcome(name: str, work: Callable[..., Any], id: str, *args: Any) -> dict[str, Any]:
    """A step's value, or its error in plain words: exceptions don't survive being stored."""
    log = logger().bind(job=id, step=name)
    try:
        return {"value": work(id, *args)}
    except Ended as error:
        log.info("step_ended", reason=error.message)
        return {"kind": "ended"}
    except Later as error:
        log.warning("step_later", reason=error.message, seconds=error.seconds)
        return {"kind": "later", "seconds": error.seconds, "message": error.message}
    except Unfit as error:
        log.warning("step_failed", cause=error.cause, reason=error.message)
        return {"kind": "failed", "cause": error.cause, "message": error.message, "remedy": error.remedy}
    except StoreError as error:
        log.warning("step_later", reason=error.message, seconds=None)
        return {"kind": "later", "seconds": None, "message": error.message}
    except HunkwiseError as error:
        log.error("step_failed", cause="error", reason=error.message)
        return {"kind": "failed", "cause": type(error).__name__, "message": error.message, "remedy": error.remedy}
    except Exception as error:
        log.error("step_broken", error=type(error).__name__, where=_where(error))
        message = f"a fault of Hunkwise's own ({type(error).__name__})"
        return {"kind": "failed", "cause": "bug", "message": message, "remedy": "Report it, with the id of this job: " + id}


def _where(error: BaseException) -> str:
    """File and line where an error came from, which says nothing of anybody's code."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace is not None else ""


def register(engine: Engine, reviewing: Reviewing, answering: Answering, catching_up: CatchingUp, backfilling: Backfilling) -> None:
    """Makes the jobs known to a worker's engine."""

    def review(id: str, turn: int, tries: int = 0, at: str = "") -> str:
        try:
            begun = run("begin", reviewing.begin, id)
            outcome = run("judge", reviewing.judge, id, begun)
            for name, work in (
                ("conclude", reviewing.conclude),
                ("summarise", reviewing.summarise),
                ("point", reviewing.point),
                ("scan", reviewing.scan),
            ):
                run(name, work, id, outcome)
            run("finish", reviewing.finish, id)
        except Stop as stop:
            return _stopped(reviewing, id, stop, turn, tries if stop.step == at else 0)
        return "done"

    def answer(told: dict[str, Any], tries: int = 0) -> str:
        id = f"answer-{told['origin']}"
        try:
            return str(run("answer", answering.answer, id, told))
        except Stop as stop:
            return _put_off("answer", id, tries, stop, told, queue="reviews")

    def catch_up(at: int, wide: bool) -> str:
        id = f"catch-up-{at}"
        try:
            for lost in run("lost", catching_up.lost, id):
                run("tell", catching_up.tell, id, lost)
            run("redeliver", catching_up.redeliver, id)
            if wide:
                run("tidy", catching_up.tidy, id)
                for installation in run("places", catching_up.places, id):
                    after("sweep", f"sweep-{at}-{installation}", at, installation, seconds=0, queue="slow")
        except Stop as stop:
            return stop.kind  # the next one comes in minutes
        return "done"

    def sweep(at: int, installation: int) -> int:
        try:
            return int(run("sweep", catching_up.sweep, f"sweep-{at}-{installation}", installation))
        except Stop:
            return -1  # the next one comes within the hour

    def backfill(id: str, login: str, most: int, tries: int) -> str:
        try:
            found = run("repositories", backfilling.repositories, id, login)
        except Stop as stop:
            return _put_off("backfill", id, tries, stop, id, login, most)
        for place in found:
            after("backfill_repository", f"{id}-{place['repository_id']}", id, place, most, 0, seconds=0, queue="slow")
        return "done"

    def backfill_repository(id: str, place: dict[str, Any], most: int, tries: int) -> str:
        try:
            run("repository", backfilling.repository, id, place, most)
        except Stop as stop:
            return _put_off("backfill_repository", f"{id}-{place['repository_id']}", tries, stop, id, place, most)
        return "done"

    engine.register("review", review)
    engine.register("backfill", backfill)
    engine.register("backfill_repository", backfill_repository)
    engine.register("catch_up", catch_up)
    engine.register("sweep", sweep)
    engine.register("answer", answer)


def _stopped(reviewing: Reviewing, id: str, stop: Stop, turn: int, tries: int) -> str:
    """What becomes of a review that can't go on. `tries` counts how often it has stopped at this step before."""
    said = stop.said
    try:
        if stop.kind == "ended":
            run("withdraw", reviewing.withdraw, id)
            return "ended"
        if stop.kind == "later" and _hopeful(stop, tries):
            return again(id, stop, turn, tries)
        message = said["message"] if stop.kind == "failed" else f"{said['message']}, and went on so"
        run("fail", reviewing.fail, id, said.get("cause", "github"), message, said.get("remedy", ""))
    except Stop as second:
        if second.kind == "later" and _hopeful(second, tries):
            return again(id, second, turn, tries)
        run("give_up", reviewing.give_up, id, second.said.get("cause", "github"), second.said.get("message", ""))
    return "failed"


def _hopeful(stop: Stop, tries: int) -> bool:
    """Whether waiting may help. A limit ends when GitHub says; anything else is waited for a limited time."""
    return stop.said["seconds"] is not None or tries < MOST_TRIES


def _put_off(name: str, id: str, tries: int, stop: Stop, *args: Any, queue: Queue = "slow") -> str:
    """The same job again later, where waiting may help."""
    if stop.kind != "later" or not _hopeful(stop, tries):
        return "failed"
    after(name, f"{id}+{tries + 1}", *args, tries + 1, seconds=_wait(tries, stop.said["seconds"]), queue=queue)
    return "later"


def again(id: str, stop: Stop, turn: int, tries: int) -> str:
    """Another job takes up the same review later. Limits are waited out as long as GitHub says, anything else ever longer."""
    after("review", f"{id}+{turn + 1}", id, turn + 1, tries + 1, stop.step, seconds=_wait(tries, stop.said["seconds"]))
    return "later"


def _wait(tries: int, seconds: float | None) -> float:
    return seconds if seconds is not None else min(2.0**tries, LONGEST_WAIT)
