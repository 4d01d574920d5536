"""The macros of a workbook, from source text to the binary part that Office keeps them in."""

from shopbook.build.vba.modules import Kind, Module, document, module_of
from shopbook.build.vba.project import vba_project

__all__ = ["Kind", "Module", "document", "module_of", "vba_project"]
