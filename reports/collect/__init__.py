"""First breath of a report: plain values, tested without HTML."""
