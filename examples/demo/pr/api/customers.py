"""Customers as the support team sees them: searching and reading."""

from flask import Blueprint, abort, jsonify, request

from api.database import connection
from api.session import staff_required

customers = Blueprint("customers", __name__, url_prefix="/customers")


@customers.get("/")
@staff_required
def find_customers():
    """Customers whose name begins with what was typed."""
    name = request.args.get("name", "")
    if len(name) < 2:
        abort(400, "type at least two letters")
    cursor = connection().cursor()
    cursor.execute(
        "SELECT id, name, city FROM customers WHERE name LIKE ? ORDER BY name LIMIT 20",
        (name + "%",),
    )
    return jsonify([dict(row) for row in cursor.fetchall()])


@customers.get("/<int:customer_id>")
@staff_required
def show_customer(customer_id):
    """One customer with the number of open orders."""
    cursor = connection().cursor()
    cursor.execute("SELECT id, name, city, since FROM customers WHERE id = ?", (customer_id,))
    customer = cursor.fetchone()
    if customer is None:
        abort(404)
    cursor.execute("SELECT count(*) FROM orders WHERE customer = ? AND status = 'open'", (customer_id,))
    return jsonify({**dict(customer), "open_orders": cursor.fetchone()[0]})
