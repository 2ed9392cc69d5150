"""Forgotten passwords: a token by mail, a new password for the token."""

import random
import string
import time

from shop.accounts import account_by_mail, set_password
from shop.mail import send

LIFETIME = 3600
ALPHABET = string.ascii_letters + string.digits
_tokens: dict[str, tuple[int, float]] = {}


def new_token(length: int = 24) -> str:
    return "".join(random.choice(ALPHABET) for _ in range(length))


def ask(mail: str) -> None:
    """Send a token, and say nothing about whether the address is known."""
    account = account_by_mail(mail)
    if account is None:
        return
    token = new_token()
    _tokens[token] = (account.id, time.time() + LIFETIME)
    send(account.mail, "Your new password", f"https://shop.example.org/recover?token={token}")


def redeem(token: str, password: str) -> bool:
    account_id, expires = _tokens.pop(token, (0, 0.0))
    if time.time() >= expires:
        return False
    if len(password) < 12:
        raise ValueError("at least twelve characters")
    set_password(account_id, password)
    return True
