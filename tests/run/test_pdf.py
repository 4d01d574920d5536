"""PDF files beside papers: by LibreOffice where it is, with a sentence where it is not."""

import time
from pathlib import Path

import pytest

from shopbook.build.pages import build_document
from shopbook.labels import Lang
from shopbook.run.files import run_on_file
from shopbook.run.machine import Machine
from shopbook.run.pdf import _program, make_pdfs
from shopbook.sheet.documents import Block, Document
from tests.run import cellar, shop
from tests.run.test_files import names


def paper(folder: Path, name: str = "出库单 2026-03-10 第1批") -> Path:
    path = folder / f"{name}.xlsx"
    path.write_bytes(build_document(Document("slips", name, name, (Block("出库单", "20260310-0001"),)), Lang.ZH))
    return path


def program(folder: Path, script: str) -> Machine:
    """A computer whose LibreOffice is a script."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return Machine(system="linux", which=lambda name: str(path) if name == "soffice" else None)


PRINTS = (
    'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; out=$2; shift 2; for f; do'
    '  printf "%s" "%PDF-1.7" > "$out/$(basename "$f" .xlsx).pdf"; done'
)


@pytest.mark.office
def test_libreoffice_makes_a_pdf_beside_each_paper(tmp_path: Path) -> None:
    papers = [paper(tmp_path), paper(tmp_path, "拣货单")]

    done = make_pdfs(papers, now=shop.NOW)

    assert done.made == tuple(str(each.with_suffix(".pdf")) for each in papers)
    assert done.notes == ()
    assert all(Path(made).read_bytes().startswith(b"%PDF-") for made in done.made)
    assert names(tmp_path) == {each.with_suffix(ending).name for each in papers for ending in (".xlsx", ".pdf")}


def test_without_libreoffice_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = make_pdfs([paper(tmp_path)], now=shop.NOW, machine=Machine(system="linux", which=lambda _: None))

    assert done.made == ()
    assert [note.en for note in done.notes] == [
        "LibreOffice is not installed here, so no PDF was made: print the xlsx files, or install LibreOffice and try again"
    ]


def test_without_papers_nothing_is_started(tmp_path: Path) -> None:
    assert make_pdfs([], now=shop.NOW, machine=program(tmp_path, f"touch '{tmp_path}/started'")).notes == ()
    assert names(tmp_path) == {"soffice"}


def test_a_pdf_that_is_there_is_left_as_it_is_and_the_others_are_made(tmp_path: Path) -> None:
    there, other = paper(tmp_path), paper(tmp_path, "拣货单")
    there.with_suffix(".pdf").write_bytes(b"printed and stamped")

    done = make_pdfs([there, other], now=shop.NOW, machine=program(tmp_path, PRINTS))

    assert there.with_suffix(".pdf").read_bytes() == b"printed and stamped"
    assert done.made == (str(other.with_suffix(".pdf")),)
    assert [note.zh for note in done.notes] == ["出库单 2026-03-10 第1批.pdf 已经存在，没有改动"]


def test_a_program_that_never_ends_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    began = time.monotonic()

    done = make_pdfs([paper(tmp_path)], now=shop.NOW, machine=program(tmp_path, "sleep 300 & wait"), seconds=0.5)

    assert time.monotonic() - began < 60
    assert "超过 0.5 秒" in done.notes[0].zh
    assert done.made == ()


@pytest.mark.parametrize("script", ["exit 1", 'mkdir -p "$7"; printf html > "$7/出库单 2026-03-10 第1批.pdf"'])
def test_a_program_that_makes_no_pdf_is_named(tmp_path: Path, script: str) -> None:
    done = make_pdfs([paper(tmp_path)], now=shop.NOW, machine=program(tmp_path, script))

    assert [note.en for note in done.notes] == ["LibreOffice made no PDF of 出库单 2026-03-10 第1批.xlsx; the xlsx file is whole"]
    assert not list(tmp_path.glob("*.pdf"))


def test_a_program_that_can_not_be_started_is_named(tmp_path: Path) -> None:
    done = make_pdfs([paper(tmp_path)], now=shop.NOW, machine=Machine(system="linux", which=lambda _: str(tmp_path / "gone")))

    assert "could not be started" in done.notes[0].en


def test_on_a_mac_the_program_is_inside_its_app() -> None:
    machine = Machine(system="darwin", exists=lambda _: True)

    assert _program(machine) == "/Applications/LibreOffice.app/Contents/MacOS/soffice"


@pytest.mark.office
@pytest.mark.usefixtures("cellar_books")
def test_a_run_that_is_asked_for_pdf_makes_them_of_its_papers_and_a_preview_none(tmp_path: Path) -> None:
    workbook = cellar.cellar(tmp_path, "甲")
    asked = shop.GIVEN.__class__(now=shop.NOW, has_pdf=True)

    assert run_on_file(workbook, "hand-out", asked).written == ()
    report = run_on_file(workbook, "hand-out", asked, target=workbook)

    folder = tmp_path / "清点单"
    assert report.written == (str(folder / "甲.xlsx"), str(workbook), str(folder / "甲.pdf"))

    assert run_on_file(workbook, "hand-out", asked, target=workbook).written == ()
    (folder / "甲.pdf").unlink()
    assert run_on_file(workbook, "hand-out", asked, target=workbook).written == (str(folder / "甲.pdf"),)
