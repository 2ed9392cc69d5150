"""Shipments: where a parcel is, and what a carrier reports about it."""

from flask import Blueprint, abort, jsonify, request

from api.database import connection
from api.session import current_user, login_required

shipments = Blueprint("shipments", __name__, url_prefix="/shipments")

STATES = ("packed", "handed over", "on the way", "delivered", "returned")


@shipments.get("/<int:shipment_id>")
@login_required
def show_shipment(shipment_id):
    """The state of one parcel of the signed-in customer."""
    cursor = connection().cursor()
    cursor.execute(
        "SELECT id, carrier, state, changed FROM shipments WHERE id = ? AND customer = ?",
        (shipment_id, current_user().id),
    )
    shipment = cursor.fetchone()
    if shipment is None:
        abort(404)
    return jsonify(dict(shipment))


@shipments.get("/")
@login_required
def list_shipments():
    """Parcels of the signed-in customer, of one state where it is asked for."""
    state = request.args.get("state", "")
    if state and state not in STATES:
        abort(400, "unknown state")
    cursor = connection().cursor()
    cursor.execute(
        "SELECT id, carrier, state, changed FROM shipments WHERE customer = ? AND (? = '' OR state = ?) ORDER BY changed DESC",
        (current_user().id, state, state),
    )
    return jsonify([dict(row) for row in cursor.fetchall()])
