"""Who do I turn to? Public functions in plain words, kept right once a year."""
