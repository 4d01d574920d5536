"""Values written into an existing .xlsx or .xlsm while everything else in it stays byte for byte the same."""

from shopbook.host.package.apply import PatchReport, patch

__all__ = ["PatchReport", "patch"]
