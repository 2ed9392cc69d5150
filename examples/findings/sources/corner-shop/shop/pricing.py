"""Totals of a cart: discounts, vouchers, tax. Amounts are whole cents."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

TAX = Decimal("0.19")
MAX_DISCOUNT = Decimal("0.50")


@dataclass(frozen=True)
class Line:
    article: str
    price: int
    amount: int


@dataclass(frozen=True)
class Voucher:
    code: str
    share: Decimal
    minimum: int


def subtotal(lines: list[Line]) -> int:
    for line in lines:
        if line.amount < 1 or line.price < 0:
            raise ValueError(f"bad line for {line.article!r}")
    return sum(line.price * line.amount for line in lines)


def discount(amount: int, voucher: Voucher | None) -> int:
    """What a voucher takes off, never more than half."""
    if voucher is None or amount < voucher.minimum:
        return 0
    share = max(Decimal(0), min(voucher.share, MAX_DISCOUNT))
    return int((amount * share).to_integral_value(ROUND_HALF_UP))


def tax_in(amount: int) -> int:
    """The tax that a gross amount contains."""
    return int((amount * TAX / (1 + TAX)).to_integral_value(ROUND_HALF_UP))


def total(lines: list[Line], voucher: Voucher | None = None) -> tuple[int, int]:
    gross = subtotal(lines)
    payable = gross - discount(gross, voucher)
    return payable, tax_in(payable)
