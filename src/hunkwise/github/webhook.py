"""A webhook as it arrives: its size, its signature over the raw bytes, its headers. Nothing is parsed before the signature holds."""

import hmac
import re
from collections.abc import Mapping
from hashlib import sha256

from msgspec import Struct

from hunkwise.errors import InputError

MOST_BYTES = 25 * 1024 * 1024
"""GitHub sends no larger payload."""

_GUID = re.compile(r"[A-Za-z0-9-]{8,64}")
_EVENT = re.compile(r"[a-z0-9_]{1,50}")


class Unsigned(InputError):
    """A request that GitHub didn't sign with our secret."""


class Malformed(InputError):
    """A signed request that is no webhook."""


class Hook(Struct, frozen=True):
    """An authentic webhook: the id of its delivery, the event's name and the raw payload."""

    guid: str
    event: str
    payload: bytes


def receive(headers: Mapping[str, str], body: bytes, secret: str) -> Hook:
    """The webhook that a request is. Raises Unsigned or Malformed; `headers` are looked up by small letters."""
    expected = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    given = headers.get("x-hub-signature-256", "")
    if not hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace")):
        raise Unsigned("the signature doesn't fit", "Give GitHub and this server the same webhook secret")
    guid, event = headers.get("x-github-delivery", ""), headers.get("x-github-event", "")
    if not _GUID.fullmatch(guid) or not _EVENT.fullmatch(event):
        raise Malformed("the headers of a delivery are missing")
    if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise Malformed("the payload isn't application/json", "Set the webhook's content type to application/json")
    return Hook(guid, event, body)
