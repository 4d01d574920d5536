"""What stands in the way of a target, by part, in words that no single run can measure."""

from collections.abc import Mapping

OBSTACLES: Mapping[str, str] = {
    "check": "Every cell is looked at for what it was (a number for an id, an error value), which calamine forgets, and every rule runs.",
    "write": "The packer is left with little to do; what remains is Python's work for each row that changes.",
    "batch": "Two workers share two cores with the process that keeps the journal, and each imports its libraries once.",
    "start": "What is left is Python's own start and the libraries that the command line is written with.",
    "stock": "Every entry is recomputed in exact decimals, and every cell is read as what it was.",
    "rollup": "Every cell is read as what it was before anything is added up.",
}
