"""One contender on one file: ``python -m bench.contender read NAME FILE``."""

import sys
from pathlib import Path

from bench.form_fillers import FORM_FILLERS
from bench.readers import READERS
from bench.rollups import ROLLUPS
from bench.stocktakers import STOCKTAKERS
from bench.writers import WRITERS

if __name__ == "__main__":
    side, name, path = sys.argv[1:]
    {"read": READERS, "write": WRITERS, "stock": STOCKTAKERS, "rollup": ROLLUPS, "forms": FORM_FILLERS}[side][name](Path(path))
