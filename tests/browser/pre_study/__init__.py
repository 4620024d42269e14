"""The parts of a pre-study's walk, each a stretch of its way."""
