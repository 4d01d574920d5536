from shopbook.run.python import check as check
from shopbook.run.python import load as load
from shopbook.run.python import run as run

__all__ = ["check", "load", "run"]
