"""Webhooks: every event becomes a delivery in the App's log; one thread posts them in order, signed, as GitHub does."""

import hashlib
import hmac
import http.client
import json
import queue
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from rig import objects
from rig.wire import Refusal
from rig.world import Account, Repository, World, stamp


@dataclass
class Delivery:
    """A delivery as the App's log holds it. `status_code` is 0 where nobody answered; a redelivery has the same `guid`."""

    id: int
    guid: str
    event: str
    payload: dict[str, Any]
    at: float
    installation: int | None
    repository: int | None
    redelivery: bool = False
    status: str = "failed to connect to host"
    status_code: int = 0
    duration: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)
    answer: str = ""
    done: threading.Event = field(default_factory=threading.Event)


class Hooks:
    """The log of deliveries and the thread that posts them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.log: list[Delivery] = []
        self.muted = False
        self._queue: queue.Queue[Delivery | None] = queue.Queue()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def start(self) -> None:
        """Posts from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Posts nothing more."""
        self._queue.put(None)
        if self._thread.is_alive():
            self._thread.join(15)

    def settle(self, seconds: float = 20) -> None:
        """Waits until every delivery so far has been posted or has failed."""
        until = time.monotonic() + seconds
        for delivery in list(self.log):
            if not delivery.done.wait(max(until - time.monotonic(), 0)):
                raise TimeoutError(f"the delivery of {delivery.event} took longer than {seconds:g} s")

    def emit(self, event: str, action: str, place: Repository | None, sender: Account, **facts: Any) -> Delivery | None:
        """Logs an event and posts it; None where the App isn't installed there, is suspended, or hasn't asked for such events."""
        world = self.world
        with world.lock:
            installed = world.installation_of(place) if place else facts.pop("installed", None)
            standing = event in ("installation", "installation_repositories", "ping")
            if not standing and (installed is None or installed.suspended or event not in world.app.events):
                return None
            payload: dict[str, Any] = {"action": action} if action else {}
            payload |= facts
            if place is not None:
                payload["repository"] = objects.repository(world, place)
                if place.owner.kind == "Organization":
                    payload["organization"] = objects.organization(world, place.owner)
            payload["sender"] = objects.user(world, sender)
            if installed and "installation" not in payload:
                payload["installation"] = {"id": installed.id, "node_id": objects.node("I", installed.id)}
            made = Delivery(
                world.id(),
                str(uuid.uuid4()),
                event,
                payload,
                world.now(),
                installed.id if installed else None,
                place.id if place else None,
            )
            return self._post(made)

    def redeliver(self, id: int) -> Delivery:
        """Posts a delivery of the log once more. Raises Refusal where there is none."""
        old = self.find(id)
        made = Delivery(
            self.world.id(), old.guid, old.event, old.payload, self.world.now(), old.installation, old.repository, redelivery=True
        )
        return self._post(made)

    def find(self, id: int) -> Delivery:
        """A delivery of the log. Raises Refusal where there is none."""
        found = next((one for one in self.log if one.id == id), None)
        if found is None:
            raise Refusal(404, "Not Found")
        return found

    def _post(self, delivery: Delivery) -> Delivery:
        self.log.append(delivery)
        if self.muted:
            delivery.done.set()
        else:
            self._queue.put(delivery)
        return delivery

    def _work(self) -> None:
        while (delivery := self._queue.get()) is not None:
            started = time.monotonic()
            try:
                raw = json.dumps(delivery.payload).encode()
                delivery.headers = headers(self.world, delivery, raw)
                delivery.status_code, delivery.answer = post(self.world.app.webhook_url, raw, delivery.headers)
                delivery.status = "OK" if delivery.status_code < 400 else f"Invalid HTTP Response: {delivery.status_code}"
            except (OSError, ValueError, http.client.HTTPException):
                delivery.status_code = 0
            delivery.duration = round(time.monotonic() - started, 3)
            delivery.done.set()


def headers(world: World, delivery: Delivery, raw: bytes) -> dict[str, str]:
    """The headers that GitHub sends with a webhook."""
    signature = hmac.new(world.app.webhook_secret.encode(), raw, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/fake",
        "X-GitHub-Delivery": delivery.guid,
        "X-GitHub-Event": delivery.event,
        "X-GitHub-Hook-ID": "1",
        "X-GitHub-Hook-Installation-Target-ID": str(world.app.id),
        "X-GitHub-Hook-Installation-Target-Type": "integration",
        "X-Hub-Signature-256": f"sha256={signature}",
    }


def post(url: str, raw: bytes, sent: dict[str, str], seconds: float = 10) -> tuple[int, str]:
    """Posts to a server on loopback; the status and the beginning of the answer. Raises OSError or ValueError."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError(f"{url!r} isn't on loopback")
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=seconds)
    try:
        connection.request("POST", parts.path or "/", raw, sent)
        answer = connection.getresponse()
        return answer.status, answer.read(10_000).decode("utf-8", "replace")
    finally:
        connection.close()


def item(delivery: Delivery) -> dict[str, Any]:
    """A delivery as the log's list tells it."""
    return {
        "id": delivery.id,
        "guid": delivery.guid,
        "delivered_at": stamp(delivery.at),
        "redelivery": delivery.redelivery,
        "duration": delivery.duration,
        "status": delivery.status,
        "status_code": delivery.status_code,
        "event": delivery.event,
        "action": delivery.payload.get("action"),
        "installation_id": delivery.installation,
        "repository_id": delivery.repository,
        "throttled_at": None,
    }


def whole(world: World, delivery: Delivery) -> dict[str, Any]:
    """A delivery with what was sent and answered."""
    return {
        **item(delivery),
        "url": world.app.webhook_url,
        "request": {"headers": delivery.headers, "payload": delivery.payload},
        "response": {"headers": {}, "payload": delivery.answer},
    }
