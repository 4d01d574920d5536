"""An online shop's back office in office workbooks: policies as Python functions."""
