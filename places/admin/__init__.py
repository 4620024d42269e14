"""The places in the operators' room: one file a room of the app."""

from places.admin import coaching, gate, register, work

__all__ = ["coaching", "gate", "register", "work"]
