"""A running place goes over to a newer version of its method."""
