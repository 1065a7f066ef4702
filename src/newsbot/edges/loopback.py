"""A listening socket on this machine alone."""

import socket

from newsbot.errors import UsageError

HOST = "127.0.0.1"


def listening(port: int) -> socket.socket:
    """A socket bound to loopback at `port`, at any free one for 0. Raises `UsageError` when it cannot be had."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((HOST, port))
    except OSError as error:
        found.close()
        reason = f"port {port} cannot be had ({error.strerror})"
        raise UsageError(f"{reason}; choose another with --port, or 0 for any that is free") from error
    return found
