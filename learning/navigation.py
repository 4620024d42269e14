"""Where learning stands on the pages below."""
