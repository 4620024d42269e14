"""What learning gives to a report."""
