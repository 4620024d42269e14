"""How long the texts of a model may be: said once, in the model."""

from __future__ import annotations

from django.db.models import CharField, Model, TextField


def length_of(model: type[Model], name: str) -> int:
    """The most characters of a text field. Raises TypeError for a field without a length."""
    field = model._meta.get_field(name)
    if not isinstance(field, CharField | TextField) or field.max_length is None:
        raise TypeError(f"{model.__name__}.{name} has no length")
    return int(field.max_length)
