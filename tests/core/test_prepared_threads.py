"""A prepared queryset that two threads ask for the first time at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db.models import ExpressionWrapper, IntegerField

from core.prepared import Prepared, Slot
from workshops.models import Workshop

WAIT = 10


class Slow(Slot):
    """A slot that brings two writers into the order that hurts.

    Both have counted their joins; the first ends, and takes its count back, before the second
    looks which tables it needs.
    """

    both_inside, first_has_ended = threading.Event(), threading.Event()
    calls = threading.Semaphore(1)

    def as_sql(self, compiler, connection):
        if self.calls.acquire(blocking=False):
            assert self.both_inside.wait(WAIT)
        else:
            self.both_inside.set()
            assert self.first_has_ended.wait(WAIT)
        return super().as_sql(compiler, connection)


def test_prepared_written_by_two_threads_at_once_keeps_its_joins():
    slow = ExpressionWrapper(Slow("number"), output_field=IntegerField())
    rows = Workshop.objects.select_related("programme__region").annotate(number=slow)
    prepared = Prepared(rows.filter(pk=Slot("pk")).order_by())

    def write():
        sql = prepared.write("default")[1]
        Slow.first_has_ended.set()
        return sql

    with ThreadPoolExecutor(2) as threads:
        first, second = (threads.submit(write) for _thread in range(2))
        written = {first.result(WAIT * 2), second.result(WAIT * 2)}
    assert len(written) == 1
    assert 'FROM "workshops_workshop" INNER JOIN "programmes_programme"' in written.pop()
