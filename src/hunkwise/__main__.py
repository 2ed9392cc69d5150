"""`python -m hunkwise` is the same as `hunkwise`."""

from hunkwise.cli import main

main()
