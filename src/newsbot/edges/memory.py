"""Memory that is free again, given back to the system."""

import ctypes

_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU C library alone


def give_back() -> None:
    """Give back what the C library holds and nobody uses: by itself it does so at the end of its heap alone.

    Takes milliseconds, and saved a tenth of the daemon's memory (`bench/soak.py`). Where it cannot, nothing happens.
    """
    if _trim is not None:
        _trim(0)
