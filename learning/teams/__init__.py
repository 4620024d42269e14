"""Teams of a laboratory: their task, people, sessions, groups, and what they learn."""
