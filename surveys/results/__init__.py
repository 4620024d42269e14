"""What came of a survey: who answered, groups side by side, free text, files."""
