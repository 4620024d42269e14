"""The place's report as PDF: what it holds."""
