"""What indicators come to, from the order, stock and daily workbooks, with the rows that they rest on."""
