"""Template tags of surveys."""
