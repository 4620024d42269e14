"""The frame: settings, addresses, Celery app, WSGI. It names the apps; nobody imports it."""

from placedev.celery import app as celery_app

__all__ = ["celery_app"]
