"""What the support does when a gate is decided: registered by importing this module."""
