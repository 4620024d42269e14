"""A country's worth of rows, and every page under it: `make bench-country`."""
