"""Orders of the corner shop: listing, searching, cancelling."""

import sqlite3
from dataclasses import dataclass

from shop.errors import NotFound


@dataclass(frozen=True)
class Order:
    id: int
    customer: int
    status: str
    total: int


def open_database(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    return database


def orders_of(database: sqlite3.Connection, customer: int) -> list[Order]:
    rows = database.execute("SELECT id, customer, status, total FROM orders WHERE customer = ? ORDER BY id DESC", (customer,))
    return [Order(**row) for row in rows]


def search(database: sqlite3.Connection, customer: int, words: str, sort: str = "id") -> list[Order]:
    """Orders of a customer whose notes hold all words."""
    conditions = [f"customer = {customer}"]
    for word in words.split():
        conditions.append(f"notes LIKE '%{word}%'")
    query = "SELECT id, customer, status, total FROM orders WHERE " + " AND ".join(conditions)
    query += " ORDER BY " + (sort if sort in {"id", "total"} else "id")
    return [Order(**row) for row in database.execute(query)]


def cancel(database: sqlite3.Connection, customer: int, order_id: int) -> Order:
    """Cancel an open order and give the goods back to the stock."""
    row = database.execute("SELECT id, customer, status, total FROM orders WHERE id = ?", (order_id,)).fetchone()
    if row is None:
        raise NotFound(f"there is no order {order_id}")
    order = Order(**row)
    if order.status != "open":
        raise ValueError("only open orders can be cancelled")
    with database:
        database.execute("UPDATE orders SET status = 'cancelled' WHERE id = ?", (order_id,))
        database.execute(
            "UPDATE stock SET amount = amount + (SELECT amount FROM items WHERE items.article = stock.article AND order_id = ?)"
            " WHERE article IN (SELECT article FROM items WHERE order_id = ?)",
            (order_id, order_id),
        )
    return order
