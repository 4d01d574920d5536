"""The program: what was asked is done, and errors are caught once, here.

The page of help for the program itself is shown before anything else is imported: it lies ready.
"""

import os
import sys

from shopbook.cli.first_page import first_page


def main() -> None:
    """Run the command line; every error ends in one sentence on stderr and its exit code, faults of our own too."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # replaced streams may lack it
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(_obeyed())
    except BrokenPipeError:
        # The reader (head, less) went away: nothing is wrong, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        said = _said(error)
        if said is None:  # python -X dev -m shopbook …
            raise
        sys.exit(said)


def _obeyed() -> int:
    page = first_page(sys.argv[1:])
    if page is not None:
        sys.stdout.write(page)
        return 0
    from shopbook.cli.commands import app
    from shopbook.cli.spoken import obey

    return obey(app)


def _said(error: Exception) -> int | None:
    """Say what went wrong; the exit code, or ``None`` for a fault of the program itself that its developer wants to see."""
    from shopbook.cli.speech import asked_lang, complain, confess
    from shopbook.errors import ShopbookError

    if isinstance(error, ShopbookError | OSError):
        return complain(error, asked_lang(sys.argv))
    return None if sys.flags.dev_mode else confess(error, asked_lang(sys.argv))
