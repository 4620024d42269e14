"""Faults on purpose: processes killed, servers stopped, tasks repeated.

    make faults                the whole set, about half an hour
    tests/faults/test_short.py the same with small numbers, in `make test`

The judge is a mail server outside the platform that writes down what it took. Each scenario
compares that record with the database.
"""
