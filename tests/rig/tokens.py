"""Who asks: the App by a signed JWT, an installation by its token. Both are checked as strictly as GitHub does."""

import secrets
from typing import Any

from rig.wire import Refusal, Request
from rig.world import App, Installation, Token, World


def key_pair() -> tuple[str, str]:
    """A new RSA key as PEM, private and public."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    return private, public


def check_jwt(world: World, request: Request) -> App:
    """The App whose JWT comes with a request. Raises Refusal with GitHub's words."""
    import jwt

    token = _bearer(request)
    if token.count(".") != 2:
        raise Refusal(401, "A JSON web token could not be decoded")
    try:
        claims: dict[str, Any] = jwt.decode(
            token, world.app.public_key, algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False, "verify_sub": False}
        )
    except jwt.InvalidTokenError as error:
        raise Refusal(401, "A JSON web token could not be decoded") from error
    now = world.now()
    if str(claims.get("iss")) not in (str(world.app.id), world.app.client_id):
        raise Refusal(404, "Integration not found")
    if not isinstance(claims.get("exp"), int) or claims["exp"] <= now:
        raise Refusal(
            401, "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
        )
    if claims["exp"] > now + 660:
        raise Refusal(401, "'Expiration time' claim ('exp') is too far in the future")
    if not isinstance(claims.get("iat"), int) or claims["iat"] > now + 5:
        raise Refusal(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
    return world.app


def token_of(world: World, request: Request) -> Token:
    """The installation token that comes with a request. Raises Refusal."""
    return known_token(world, _bearer(request))


def known_token(world: World, value: str) -> Token:
    """The token of that value, where it is still good. Raises Refusal."""
    found = world.tokens.get(value)
    if found is None or found.expires <= world.now() or found.installation.id not in world.installations:
        raise Refusal(401, "Bad credentials")
    if found.installation.suspended:
        raise Refusal(403, "This installation has been suspended")
    return found


def make_token(world: World, installation: Installation, permissions: dict[str, str], repositories: set[int] | None) -> Token:
    """A new token that is good for an hour."""
    made = Token(f"ghs_{secrets.token_hex(18)}", installation, permissions, repositories, world.now() + 3600)
    world.tokens[made.value] = made
    return made


def _bearer(request: Request) -> str:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() not in ("bearer", "token") or not value:
        raise Refusal(401, "Requires authentication")
    return value.strip()
