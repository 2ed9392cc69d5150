"""Tests of the prices."""

import pytest

from api.pricing import Position, discount, tax_of, total, volume_percent


def test_total_adds_tax():
    assert total([Position("A-1", 2, 1000)]) == {"net": 2000, "tax": 380, "gross": 2380}


def test_discount_must_be_a_percentage():
    with pytest.raises(ValueError):
        discount(100, 101)


def test_tax_is_rounded_half_up():
    assert tax_of(50, "reduced") == 4


def test_reduced_tax():
    assert total([Position("B-2", 1, 1000, "reduced")])["tax"] == 70


@pytest.mark.parametrize("pieces, percent", [(1, 0), (9, 0), (10, 3), (49, 3), (50, 5)])
def test_volume_discount(pieces, percent):
    assert volume_percent([Position("C-3", pieces, 100)]) == percent


def test_hostile_sku_is_only_text():
    basket = [Position("x'; DROP TABLE orders; --", 1, 100)]
    assert total(basket)["net"] == 100
