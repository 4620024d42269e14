"""What surveys tell to those above them."""

from django.dispatch import Signal

#: Free texts of a `survey` were released or held back.
texts_decided = Signal()
