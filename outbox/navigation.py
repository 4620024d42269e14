"""The outbox in the main menu."""
