"""Prices: discounts, tax and the total of a basket. Amounts are whole cents."""

from dataclasses import dataclass

TAX_PERCENT = {"standard": 19, "reduced": 7, "none": 0}


@dataclass(frozen=True)
class Position:
    sku: str
    quantity: int
    cents: int
    tax: str = "standard"


def total(positions, percent_off=0):
    """Net, tax and gross of a basket."""
    n = 0
    t = 0
    for p in positions:
        amount = p.quantity * p.cents
        amount = amount - discount(amount, percent_off)
        n += amount
        t += tax_of(amount, p.tax)
    return {"net": n, "tax": t, "gross": n + t}


def tax_of(cents, kind):
    """The tax on an amount, rounded half up."""
    return (cents * TAX_PERCENT[kind] + 50) // 100


def discount(cents, percent):
    """What a discount takes off an amount."""
    if not 0 <= percent <= 100:
        raise ValueError("a discount lies between 0 and 100 percent")
    return cents * percent // 100


def volume_percent(positions):
    """Percent off for many pieces: 3 from ten, 5 from fifty."""
    pieces = sum(position.quantity for position in positions)
    if pieces >= 50:
        return 5
    return 3 if pieces >= 10 else 0
