"""How fast the product is. Run with ``python -m pytest benchmarks --benchmark-only``; nothing is asserted."""
