"""The bell: what happened that somebody should know, shown in the page's head."""
