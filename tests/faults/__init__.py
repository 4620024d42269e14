"""Faults on purpose: processes killed, servers stopped, tasks repeated.

    make faults                the whole set, about half an hour
    make test                  small numbers, without what must wait long

The judge is a mail server outside the platform that writes down what it took. Each scenario
compares that record with the database.
"""
