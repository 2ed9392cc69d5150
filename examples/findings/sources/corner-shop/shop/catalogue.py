"""Bringing in a supplier's catalogue: an archive with a price list and pictures."""

import csv
import tarfile
import tempfile
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO

PICTURES = Path("/srv/shop/pictures")
MAX_ARTICLES = 50_000


def read_prices(path: Path) -> dict[str, Decimal]:
    prices: dict[str, Decimal] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if len(prices) >= MAX_ARTICLES:
                raise ValueError("too many articles")
            try:
                price = Decimal(row["price"])
            except (InvalidOperation, KeyError) as error:
                raise ValueError(f"bad price for {row.get('article')!r}") from error
            if price <= 0:
                raise ValueError(f"bad price for {row['article']!r}")
            prices[row["article"]] = price
    return prices


def bring_in(upload: BinaryIO) -> dict[str, Decimal]:
    """Unpack the supplier's upload and give back article numbers with prices."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=upload, mode="r:gz") as archive:
            archive.extractall(folder, filter="fully_trusted")
        prices = read_prices(Path(folder) / "prices.csv")
        for article in prices:
            picture = Path(folder) / "pictures" / f"{Path(article).name}.jpg"
            if picture.is_file() and not picture.is_symlink():
                (PICTURES / picture.name).write_bytes(picture.read_bytes())
    return prices
