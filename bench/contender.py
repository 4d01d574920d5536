"""One contender on one file: ``python -m bench.contender PART NAME FILE``."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bench.builders import BUILDERS
from bench.form_fillers import FORM_FILLERS
from bench.importers import IMPORTERS
from bench.readers import READERS, Job
from bench.rollups import ROLLUPS
from bench.stocktakers import STOCKTAKERS
from bench.storekeepers import STORES
from bench.writers import WRITERS

JOBS: Mapping[str, Mapping[str, Job]] = {
    "check": READERS,
    "import": IMPORTERS,
    "write": WRITERS,
    "template": BUILDERS,
    "batch": STORES,
    "start": {name: job for name, job in READERS.items() if name == "shopbook check"},
    "stock": STOCKTAKERS,
    "rollup": ROLLUPS,
    "forms": FORM_FILLERS,
}

if __name__ == "__main__":
    part, name, path = sys.argv[1:]
    JOBS[part][name](Path(path))
