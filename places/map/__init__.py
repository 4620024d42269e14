"""The portfolio as a map, beside list, table and timeline; and setting a place's point."""
