"""What of learning stands in the bell."""
