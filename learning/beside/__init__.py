"""The same place in another programme: what both share, and the way from one to the other."""
