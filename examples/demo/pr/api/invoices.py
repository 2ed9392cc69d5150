"""Invoices: reading one, downloading its document, marking it as paid."""

from flask import Blueprint, abort, jsonify, send_file

from api.models import Invoice
from api.session import current_user, login_required

invoices = Blueprint("invoices", __name__, url_prefix="/invoices")


def find_invoice(invoice_id):
    """The invoice with this number, or a 404."""
    invoice = Invoice.query.get(invoice_id)
    if invoice is None:
        abort(404)
    return invoice


@invoices.get("/<int:invoice_id>")
@login_required
def show_invoice(invoice_id):
    """The figures of one invoice."""
    invoice = find_invoice(invoice_id)
    return jsonify(
        {
            "number": invoice.number,
            "net": str(invoice.net),
            "tax": str(invoice.tax),
            "due": invoice.due.isoformat(),
            "paid": invoice.paid,
        }
    )


@invoices.get("/<int:invoice_id>/document")
@login_required
def download_invoice(invoice_id):
    """The document of one invoice."""
    invoice = find_invoice(invoice_id)
    return send_file(invoice.document_path, download_name=f"{invoice.number}.pdf")


@invoices.post("/<int:invoice_id>/paid")
@login_required
def mark_paid(invoice_id):
    """Marks an invoice as paid; the administration only."""
    if not current_user().is_admin:
        abort(403)
    invoice = find_invoice(invoice_id)
    invoice.paid = True
    invoice.save()
    return "", 204
