"""``python -m shopbook`` is the command ``shopbook``."""

from shopbook.cli.app import main

if __name__ == "__main__":
    main()
