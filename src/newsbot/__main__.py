"""`python -m newsbot` and the `newsbot` command."""

import atexit
import gc

from newsbot import cli


def main() -> None:
    """Run the command line, and end the process with its exit code.

    At the end nothing is looked through for garbage, as the interpreter would do several times: on a busy machine that
    took a stopped daemon another twenty seconds, past the thirty it has.
    """
    atexit.register(gc.freeze)
    cli.main()


if __name__ == "__main__":
    main()
