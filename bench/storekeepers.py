"""What a batch does with a store, again and again in one process, to look into; a function of a folder."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.layout import NOW
from bench.readers import Job

_STORES = 20


def run_on_each(stores: Path) -> None:
    """Some stores read, checked and written, one after the other."""
    from shopbook.run.clock import moment_of
    from shopbook.run.files import run_on_file
    from shopbook.run.runner import Circumstances

    given = Circumstances(moment_of(NOW))
    for store in sorted(stores.iterdir())[:_STORES]:
        sys.stdout.write(f"{dict(run_on_file(store, 'check-orders', given, target=store).summary)}\n")


STORES: Mapping[str, Job] = {"shopbook run check-orders, store after store": run_on_each}
