"""The room of a project that follows no places; changes asked of its funder."""
