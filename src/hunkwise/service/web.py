"""The web process: webhooks in, the console and the metrics out. It records and enqueues; it runs no job."""

import hmac
import time
from base64 import b64decode
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib.resources import files

import jinja2
import msgspec
from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from hunkwise.errors import HunkwiseError, StoreError
from hunkwise.github import Assessment, Malformed, Unsigned, read_payload, receive
from hunkwise.github.webhook import MOST_BYTES
from hunkwise.render import View, renderer
from hunkwise.service.config import ServerConfig
from hunkwise.service.intake import Intake
from hunkwise.service.logs import logger
from hunkwise.service.metrics import Metrics
from hunkwise.store import get_review, read_verdict, recent_reviews, revision, tally

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Handler = Callable[[Request], Awaitable[Response]]


class Web:
    """The handlers and what they need. `draining` makes readiness answer no, so that nothing new is sent here."""

    def __init__(self, intake: Intake, secret: str, config: ServerConfig) -> None:
        self.intake = intake
        self.secret = secret
        self.config = config
        self.metrics = Metrics(intake.database)
        self.draining = False
        self._pages = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)

    def application(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route("/webhook", self.webhook, methods=["POST"]),
            Route("/livez", self.live),
            Route("/readyz", self.ready),
            Route("/metrics", self.measured),
            Route("/", self._guarded(self.console)),
            Route("/reviews/{id}", self._guarded(self.review)),
        ]
        return Starlette(routes=routes, max_body_size=MOST_BYTES)

    async def webhook(self, request: Request) -> Response:
        """Takes a delivery: 202 when it is on disk, 401 unsigned, 400 malformed, 413 too large, 503 when the database can't be used."""
        started = time.perf_counter()
        body = await request.body()
        log = logger().bind(
            delivery=request.headers.get("x-github-delivery", "")[:64], event_name=request.headers.get("x-github-event", "")[:50]
        )
        try:
            hook = receive(request.headers, body, self.secret)
            payload = read_payload(hook.event, body)
            jobs = await run_in_threadpool(self.intake.take, hook, payload)
        except Unsigned as error:
            return self._refused("unsigned", 401, error, log)
        except Malformed as error:
            return self._refused("malformed", 400, error, log)
        except StoreError as error:
            return self._refused("unavailable", 503, error, log)
        finally:
            self.metrics.answer.observe(time.perf_counter() - started)
        self.metrics.webhooks.labels("accepted").inc()
        log.info("delivery_accepted", jobs=" ".join(jobs))
        return PlainTextResponse("accepted\n", 202)

    async def live(self, _request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok\n")

    async def ready(self, _request: Request) -> Response:
        """The database answers and has our tables, and this process isn't going down."""
        try:
            has, needs = await run_in_threadpool(revision, self.intake.database)
        except HunkwiseError as error:
            return PlainTextResponse(f"{error.message}\n", 503)
        if has < needs or self.draining:
            return PlainTextResponse("draining\n" if self.draining else "the database needs `hunkwise db upgrade`\n", 503)
        return PlainTextResponse("ready\n")

    async def measured(self, _request: Request) -> Response:
        """The metrics, as text."""
        return Response(await run_in_threadpool(generate_latest, self.metrics.registry), media_type="text/plain; version=0.0.4")

    async def console(self, _request: Request) -> Response:
        """The newest reviews."""
        return await run_in_threadpool(self._console)

    async def review(self, request: Request) -> Response:
        """The whole report of a review."""
        return await run_in_threadpool(self._report, request.path_params["id"])

    def _console(self) -> Response:
        with self.intake.database.begin() as connection:
            found, counted = recent_reviews(connection), tally(connection)
        page = files("hunkwise.service").joinpath("console.html").read_text(encoding="utf-8")
        shown = self._pages.from_string(page).render(reviews=found, states=counted.states, oldest=counted.oldest // 1000)
        return HTMLResponse(shown, headers=_HEADERS)

    def _report(self, id: str) -> Response:
        with self.intake.database.begin() as connection:
            found = get_review(connection, id)
            stored = read_verdict(connection, found.verdict) if found is not None and found.verdict else None
        if stored is None:
            return PlainTextResponse("there is no report of that review\n", 404)
        report = msgspec.json.decode(stored, type=Assessment).report
        return HTMLResponse(renderer("html").render(report, View()), headers=_HEADERS)

    def _refused(self, result: str, status: int, error: HunkwiseError, log: "object") -> Response:
        self.metrics.webhooks.labels(result).inc()
        log.warning("delivery_refused", result=result, reason=error.message)  # type: ignore[attr-defined]
        return PlainTextResponse(f"{error.message}\n", status, {"Retry-After": "10"} if status == 503 else None)

    def _guarded(self, handler: Handler) -> Handler:
        """Asks for the console's password. Without one there is no console: a report shows code."""

        async def guarded(request: Request) -> Response:
            if not self.config.console_password:
                return PlainTextResponse("the console is off: start the server with HUNKWISE_CONSOLE_PASSWORD\n", 404)
            if not hmac.compare_digest(_password(request), self.config.console_password.encode()):
                return PlainTextResponse("a password is needed\n", 401, {"WWW-Authenticate": 'Basic realm="hunkwise"'})
            return await handler(request)

        return guarded


def _password(request: Request) -> bytes:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        with suppress(ValueError):
            return b64decode(value, validate=True).partition(b":")[2]
    return b""
