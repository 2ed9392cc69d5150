"""Orders of a customer: listing, one order, cancelling."""

from flask import Blueprint, abort, jsonify, request

from api.database import connection
from api.session import current_user, login_required

orders = Blueprint("orders", __name__, url_prefix="/orders")

PAGE = 50


@orders.get("/")
@login_required
def list_orders():
    """The newest orders of the signed-in customer, a page at a time."""
    page = request.args.get("page", default=0, type=int)
    cursor = connection().cursor()
    cursor.execute(
        "SELECT id, status, total, created FROM orders WHERE customer = ? ORDER BY created DESC LIMIT ? OFFSET ?",
        (current_user().id, PAGE, page * PAGE),
    )
    return jsonify([dict(row) for row in cursor.fetchall()])


@orders.get("/<int:order_id>")
@login_required
def show_order(order_id):
    """One order with its items; only its owner may see it."""
    cursor = connection().cursor()
    cursor.execute("SELECT * FROM orders WHERE id = ? AND customer = ?", (order_id, current_user().id))
    order = cursor.fetchone()
    if order is None:
        abort(404)
    cursor.execute("SELECT sku, quantity, price FROM items WHERE order_id = ?", (order_id,))
    return jsonify({**dict(order), "items": [dict(row) for row in cursor.fetchall()]})


@orders.get("/search")
@login_required
def search_orders():
    """Orders whose note contains what was typed, sorted by the column that was clicked."""
    term = request.args.get("q", "")
    column = request.args.get("sort", "created")
    query = "SELECT id, status, total, note FROM orders WHERE customer = " + str(current_user().id)
    if term:
        query += " AND note LIKE '%" + term + "%'"
    query += " ORDER BY " + column + " LIMIT " + str(PAGE)
    cursor = connection().cursor()
    cursor.execute(query)
    return jsonify([dict(row) for row in cursor.fetchall()])


@orders.post("/<int:order_id>/cancel")
@login_required
def cancel_order(order_id):
    """Cancels an order that hasn't been packed yet."""
    database = connection()
    changed = database.execute(
        "UPDATE orders SET status = 'cancelled' WHERE id = ? AND customer = ? AND status = 'open'",
        (order_id, current_user().id),
    ).rowcount
    database.commit()
    if not changed:
        abort(409)
    return "", 204
