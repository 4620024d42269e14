"""The accessibility statement of each region, and what readers report."""
