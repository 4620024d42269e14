"""What places have learnt, and where it leads: above calls, below reports."""
