"""Tests of the prices."""

import pytest

from api.pricing import Position, discount, tax_of, total


def test_total_adds_tax():
    assert total([Position("A-1", 2, 1000)]) == {"net": 2000, "tax": 380, "gross": 2380}


def test_discount_must_be_a_percentage():
    with pytest.raises(ValueError):
        discount(100, 101)


def test_tax_is_rounded_half_up():
    assert tax_of(50, "reduced") == 4
