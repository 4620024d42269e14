"""Pairs of experienced and new leaders: made by who runs the programme, kept by the two."""
