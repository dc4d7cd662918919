"""What all tests share."""

import contextlib
import os
import shutil
import subprocess
import sys
import time

import pytest

from scripts import pyodide
from tests.mutation import add_up
from tests.page_rules import ROOT

SITE_URL = "https://handbook.example/"


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """Build the site strictly and return its folder; parallel workers share one build."""
    shared = tmp_path_factory.getbasetemp()
    folder = (shared if worker_id == "master" else shared.parent) / "site"
    with _one_at_a_time(folder.with_suffix(".lock")):
        if not folder.exists():
            build = subprocess.run(
                [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
                cwd=ROOT,
                env={**os.environ, "SITE_URL": SITE_URL, "NO_MKDOCS_2_WARNING": "1"},
                capture_output=True,
                text=True,
            )
            if build.returncode:
                shutil.rmtree(folder, ignore_errors=True)  # so that no other worker takes it
                pytest.fail(f"the strict build fails:\n{build.stderr[-4000:]}", pytrace=False)
    return folder


@contextlib.contextmanager
def _one_at_a_time(lock):
    """Let one process pass; the others wait until the lock file is gone again."""
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.unlink()


@pytest.fixture(scope="session")
def pyodide_core(tmp_path_factory):
    """Return a folder with Python for the browser: the one in docs/, or else a fresh one."""
    if all((pyodide.FOLDER / name).is_file() for name in pyodide.CORE):
        return pyodide.FOLDER
    folder = tmp_path_factory.mktemp("pyodide")
    try:
        pyodide.main(["core", "--to", str(folder)])
    except SystemExit as stop:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no Pyodide: {stop}")
    return folder


def pytest_terminal_summary(terminalreporter):
    """Say how many small changes to the model solutions the checks of the exercises notice."""
    stats = terminalreporter.stats
    results = [
        value
        for report in [*stats.get("passed", []), *stats.get("failed", [])]
        for name, value in report.user_properties
        if name == "mutants"
    ]
    if results:
        count, survivors, equivalent = add_up(results)
        share = 1 - len(survivors) / (count - len(equivalent))
        terminalreporter.section("small changes to the model solutions")
        numbers = f"{count - len(equivalent)} noticed; {len(equivalent)} more are equivalent"
        terminalreporter.line(f"{share:.1%} of {numbers}")
        for title, lines in [("Not noticed:", survivors), ("Equivalent:", equivalent)]:
            for line in [title, *lines] if lines else []:
                terminalreporter.line(f"  {line}")
