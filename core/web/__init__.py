"""What every page does, once: the shell, lists, rows that save themselves, pickers."""
