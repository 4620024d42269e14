"""A Celery worker and beat inside the web process, for an installation on one machine.

Without Redis the queue lives in this process's memory and dies with it. That loses nothing:
the rows in the outbox are the truth, and a round over them starts with the worker. Only one
process may do this; with more, use Redis and separate workers.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from celery import Celery
from celery.app import app_or_default
from celery.beat import Scheduler, Service
from celery.worker import WorkController
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

#: Two for what takes long, two for letters (`jobs.tasks.AT_ONCE`).
THREADS = 4
QUEUES = "celery,jobs"
START_SECONDS = 10.0


class _Worker(WorkController):
    """A worker that says when it takes tasks."""

    def __init__(self, ready: threading.Event, **options: Any) -> None:
        self._ready_event = ready
        super().__init__(**options)

    def on_consumer_ready(self, consumer: Any) -> None:
        """Celery calls this once the queue is open."""
        self._ready_event.set()


@dataclass
class InProcessWorker:
    """The running worker and its clock. `stop()` ends both."""

    worker: WorkController
    clock: Service
    thread: threading.Thread

    def stop(self, timeout: float = 10) -> None:
        """Finish the task in hand and end; a second call does nothing."""
        self.clock.stop(wait=False)
        self.worker.stop()
        self.thread.join(timeout)


def start_worker() -> InProcessWorker:
    """Start the worker and begin with what waits in the outbox.

    Raises ImproperlyConfigured when there is a broker, which other workers may serve, and
    RuntimeError when the worker does not come up within 10 seconds.
    """
    if not settings.CELERY_BROKER_URL.startswith("memory:"):
        raise ImproperlyConfigured(
            "REDIS_URL is set: start `celery -A placedev worker` and `beat`."
        )
    app = _application()
    ready = threading.Event()
    worker = _Worker(
        ready,
        app=app,
        pool="threads",
        concurrency=THREADS,
        queues=QUEUES,
        hostname="inprocess@localhost",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    thread = threading.Thread(target=worker.start, name="outbox-worker", daemon=True)
    thread.start()
    if not ready.wait(START_SECONDS):
        raise RuntimeError(f"The in-process worker did not start within {START_SECONDS:.0f} s.")
    # The scheduler in memory: celery's default keeps a file of last runs, of no use here.
    clock = Service(app, max_interval=1, scheduler_cls=Scheduler)
    threading.Thread(
        target=clock.start, kwargs={"embedded_process": False}, name="outbox-clock", daemon=True
    ).start()
    app.send_task("outbox.deliver_ready")
    return InProcessWorker(worker=worker, clock=clock, thread=thread)


def _application() -> Celery:
    # The frame has made the application; nobody below imports the frame.
    app: Celery = app_or_default()
    app.finalize()
    app.set_default()
    return app
