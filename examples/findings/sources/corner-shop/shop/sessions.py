"""Carts kept in the visitor's browser between two visits."""

import base64
import pickle
import zlib
from dataclasses import dataclass, field

from flask import Request, Response

COOKIE = "cart"
MAX_AGE = 30 * 24 * 3600


@dataclass
class Cart:
    lines: dict[str, int] = field(default_factory=dict)
    voucher: str = ""

    def add(self, article: str, amount: int = 1) -> None:
        if amount < 1:
            raise ValueError("at least one")
        self.lines[article] = min(99, self.lines.get(article, 0) + amount)

    def remove(self, article: str) -> None:
        self.lines.pop(article, None)

    @property
    def size(self) -> int:
        return sum(self.lines.values())


def save(response: Response, cart: Cart) -> None:
    packed = base64.urlsafe_b64encode(zlib.compress(pickle.dumps(cart)))
    response.set_cookie(COOKIE, packed.decode(), max_age=MAX_AGE, httponly=True, secure=True, samesite="Lax")


def load(request: Request) -> Cart:
    """The visitor's cart, or an empty one where there is none or it is damaged."""
    packed = request.cookies.get(COOKIE)
    if not packed:
        return Cart()
    try:
        cart = pickle.loads(zlib.decompress(base64.urlsafe_b64decode(packed)))
    except Exception:
        return Cart()
    return cart if isinstance(cart, Cart) else Cart()
