"""Invoices as files: stored once, downloaded by the customer."""

import hashlib
from pathlib import Path

from flask import Blueprint, abort, request, send_file

from shop.accounts import current_customer

pages = Blueprint("invoices", __name__)
FOLDER = Path("/srv/shop/invoices")
MAX_SIZE = 2_000_000


def store(customer: int, number: str, content: bytes) -> str:
    """Write an invoice and give back the name under which it can be fetched."""
    if len(content) > MAX_SIZE:
        raise ValueError("the invoice is too large")
    folder = FOLDER / str(customer)
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(content).hexdigest()[:12]
    name = f"{int(number):08d}-{digest}.pdf"
    (folder / name).write_bytes(content)
    return name


@pages.get("/invoices")
def listing():
    customer = current_customer()
    folder = FOLDER / str(customer.id)
    names = sorted(path.name for path in folder.glob("*.pdf")) if folder.exists() else []
    return {"invoices": names}


@pages.get("/invoices/download")
def download():
    customer = current_customer()
    name = request.args.get("name", "")
    if not name.endswith(".pdf"):
        abort(404)
    path = FOLDER / str(customer.id) / name
    if not path.exists():
        abort(404)
    return send_file(path, mimetype="application/pdf", as_attachment=True)
