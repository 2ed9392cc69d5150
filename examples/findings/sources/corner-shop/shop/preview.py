"""Previews of pages that customers link to in their reviews."""

import re
from html import unescape
from urllib.parse import urlsplit

import requests
from flask import Blueprint, abort, request

from shop.accounts import current_customer

pages = Blueprint("preview", __name__)
TITLE = re.compile(r"<title[^>]{0,100}>([^<]{1,300})", re.I)
TIMEOUT = 4


def title_of(page: str) -> str:
    found = TITLE.search(page[:100_000])
    return " ".join(unescape(found[1]).split()) if found else ""


def fetch(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        raise ValueError("only web addresses")
    answer = requests.get(address, timeout=TIMEOUT, headers={"User-Agent": "corner-shop-preview"})
    answer.raise_for_status()
    return answer.text


@pages.post("/reviews/preview")
def preview():
    current_customer()
    address = (request.get_json(silent=True) or {}).get("address", "")
    try:
        page = fetch(address)
    except (ValueError, requests.RequestException) as error:
        abort(422, description=type(error).__name__)
    return {"address": address, "title": title_of(page), "text": page[:2000]}
