"""Only what GitHub signed is read, and everything that GitHub sends can be."""

import hmac
import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.github import Malformed, Unsigned, read_payload, receive
from hunkwise.github.events import KNOWN

SECRET = "webhook-secret"


def signed(body: bytes, event: str = "ping", secret: str = SECRET, **headers: str) -> dict[str, str]:
    """The headers of a delivery."""
    return {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
        "x-hub-signature-256": "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest(),
        **headers,
    }


def test_a_signed_delivery_is_taken() -> None:
    """With its id, its event and the raw bytes."""
    hook = receive(signed(b"{}"), b"{}", SECRET)
    assert (hook.event, hook.payload, hook.guid[:8]) == ("ping", b"{}", "72d3162e")


@given(body=st.binary(max_size=200), given_=st.one_of(st.text(max_size=80), st.just(""), st.just("sha256=")))
@settings(max_examples=50, deadline=None)
def test_nothing_else_is(body: bytes, given_: str) -> None:
    """A signature of another secret, of other bytes, or none at all."""
    for headers in (
        signed(body, secret="other"),
        signed(body + b" "),
        {**signed(body), "x-hub-signature-256": given_},
        {name: value for name, value in signed(body).items() if not name.startswith("x-hub")},
    ):
        with pytest.raises(Unsigned):
            receive(headers, body, SECRET)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-github-delivery": ""},
        {"x-github-delivery": "a\nb-0000000"},
        {"x-github-event": "../x"},
        {"x-github-event": ""},
        {"content-type": "application/x-www-form-urlencoded"},
    ],
)
def test_a_delivery_has_its_headers(headers: dict[str, str]) -> None:
    """A signed request without them is malformed."""
    with pytest.raises(Malformed):
        receive({**signed(b"{}"), **headers}, b"{}", SECRET)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"action": 3}',
        b'{"pull_request": {"number": "x"}}',
        b'{"x":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"installation": {"id": ' + b"9" * 500 + b"}}",
    ],
)
def test_what_can_t_be_read_is_malformed(body: bytes) -> None:
    """Also what is nested to kill a reader."""
    with pytest.raises(Malformed):
        read_payload("pull_request", body)


def test_unknown_events_and_fields_are_passed_over() -> None:
    """GitHub adds some every month; only their being JSON counts."""
    assert read_payload("star_dust", b'{"action": {"new": "form"}}').action == ""
    assert read_payload("push", b'{"ref": "refs/heads/a", "novelty": [1]}').ref == "refs/heads/a"
    with pytest.raises(Malformed):
        read_payload("star_dust", b"no json")


def test_github_s_own_examples_are_read(webhook_examples: dict[str, list[dict[str, Any]]]) -> None:
    """All of them, of every event."""
    assert set(webhook_examples) >= KNOWN - {"repository"}
    for event, examples in webhook_examples.items():
        for example in examples:
            payload = read_payload(event, json.dumps(example).encode())
            if event in KNOWN:
                assert payload.installation is not None or "installation" not in example
                assert payload.repository is not None or "repository" not in example


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["action", "pull_request", "number", "head", "sha", "comment", "id", "repository"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(sorted(KNOWN)),
)
@settings(max_examples=80, deadline=None)
def test_any_json_is_read_or_malformed(value: Any, event: str) -> None:
    """Never anything else than a payload or Malformed."""
    try:
        read_payload(event, json.dumps(value).encode())
    except Malformed as error:
        assert len(error.message) < 300
