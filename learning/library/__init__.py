"""The library of a region: what helps at a step or with a theme, and for which place."""
