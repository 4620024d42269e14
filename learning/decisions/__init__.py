"""Decisions of a programme, and the next programme that is made of one."""
