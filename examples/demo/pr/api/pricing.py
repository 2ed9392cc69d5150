"""Prices: discounts, tax and the total of a basket. Amounts are whole cents."""

from dataclasses import dataclass

TAX_PERCENT = {"standard": 19, "reduced": 7, "none": 0}


@dataclass(frozen=True)
class Position:
    sku: str
    quantity: int
    cents: int
    tax: str = "standard"

    @property
    def amount(self):
        """What the pieces cost together, before any discount."""
        return self.quantity * self.cents


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


def total(positions, percent_off=0):
    """Net, tax and gross of a basket."""
    net = 0
    tax = 0
    for position in positions:
        reduced = position.amount - discount(position.amount, percent_off)
        net += reduced
        tax += tax_of(reduced, position.tax)
    return {"net": net, "tax": tax, "gross": net + tax}
