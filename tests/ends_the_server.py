"""Preloaded by a test: a server that ends while it starts."""

raise SystemExit("no more")
