"""LibreOffice as one more program that opens our workbooks."""

import subprocess
from pathlib import Path


def converted(path: Path, ending: str) -> Path:
    """The file as LibreOffice saves it, in a folder of its own beside it."""
    folder = path.parent / f"as-{ending}"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, path], check=True, capture_output=True, timeout=180
    )
    return folder / f"{path.stem}.{ending}"
