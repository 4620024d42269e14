"""The Celery application. Redis shortens the wait; the rows in the outbox are the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placedev.settings")

app = Celery("placedev")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
