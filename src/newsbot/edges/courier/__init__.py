"""Couriers: who brings stories to those who carry them on. Fulfil `newsroom.Courier`.

`embedded` has tasks of its own event loop, with no server beside it; `queue` shares stories with other processes and
machines through Procrastinate's tables on the same PostgreSQL, which `schema` brings up to date.
"""
