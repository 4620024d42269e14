"""Building: questions, choices, conditions, groups, versions."""
