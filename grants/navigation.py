"""The support's pages under a place's money."""
