"""The foreign modules that a check imports, on the last line: ``python -m bench.libraries FILE``."""

import sys
from contextlib import suppress

from bench.layout import NOW


def main() -> None:
    """Check the file, then name what was imported from site-packages for it."""
    before = set(sys.modules)
    from shopbook.cli.app import main as shopbook

    sys.argv = ["shopbook", "check", sys.argv[1], "--date", NOW, "--lang", "en"]
    with suppress(SystemExit):
        shopbook()
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items() if name not in before}
    print(" ".join(name for name, file in files.items() if "site-packages" in file))


if __name__ == "__main__":
    main()
