"""Writing a call: its text, window, questions, rules; publishing, extending, closing."""
