"""Sending: recipients, letters, reminders, how many have answered."""
