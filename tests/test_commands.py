"""The commands of scripts/: what they say when something is in the way, and what they write."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from scripts import benchmark
from tests import page_rules
from tests.page_rules import ROOT


def dev(*arguments, root=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "scripts/dev.py", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_lists_the_commands():
    result = dev()
    assert result.returncode == 0
    for command in ("serve", "test", "check", "refresh", "new-chapter", "build"):
        assert f"dev.py {command}" in result.stdout


def test_an_unknown_command_is_named():
    result = dev("sevre")
    assert result.returncode != 0
    assert "'sevre'" in result.stderr


@pytest.mark.skipif(not (ROOT / ".venv/installed-docs").exists(), reason="needs .venv with docs")
def test_a_taken_port_is_explained():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = dev("serve", "--port", str(port))
    assert result.returncode != 0
    assert f"Port {port} is taken" in result.stderr
    assert f"--port {port + 1}" in result.stderr


def test_an_impossible_port_is_named():
    result = dev("serve", "--port", "http")
    assert "from 1 to 65535, not 'http'" in result.stderr


def test_an_old_python_is_told_what_to_do(tmp_path):
    text = (ROOT / "scripts/dev.py").read_text("utf-8")
    old = tmp_path / "dev.py"
    old.write_text("import sys\nsys.version_info = (3, 9, 1)\n" + text, "utf-8")
    result = subprocess.run([sys.executable, old], capture_output=True, text=True)
    assert result.returncode != 0
    assert "needs Python 3.11.5 or newer; this is Python 3.9.1" in result.stderr


def test_a_failed_installation_says_how_to_go_on(tmp_path):
    copy_project(tmp_path)
    result = dev(
        "build",
        root=tmp_path,
        PIP_INDEX_URL="http://127.0.0.1:9/",
        PIP_RETRIES="0",
        PIP_NO_INDEX="",
        PIP_FIND_LINKS="",
        PIP_EXTRA_INDEX_URL="http://127.0.0.1:9/",
    )
    assert result.returncode != 0
    assert "The first run needs the network" in result.stderr
    assert not list((tmp_path / ".venv").glob("installed-*"))


def test_an_unknown_chapter_is_named():
    assert "no chapter or notebook 'nonsense'" in dev("check", "nonsense").stderr


def copy_project(folder):
    for part in ("docs", "scripts", "snippets", "tests", "mkdocs.yml", "pyproject.toml"):
        source = ROOT / part
        if source.is_dir():
            ignore = shutil.ignore_patterns("pyodide", "__pycache__")
            shutil.copytree(source, folder / part, ignore=ignore)
        else:
            shutil.copy(source, folder / part)


def script(root, *arguments):
    return subprocess.run(
        [sys.executable, *arguments], cwd=root, capture_output=True, text=True, timeout=300
    )


def a_planned_chapter():
    """Return stage and slug of the first chapter that is not written yet."""
    for index in sorted((ROOT / "docs").glob("*/index.md")):
        for chapter in page_rules.Page(index).meta.get("chapters", []):
            if not index.with_name(f"{chapter['slug']}.md").is_file():
                return index.parent.name, chapter["slug"]
    pytest.skip("every chapter is written")


def test_a_new_chapter_passes_its_tests_as_a_draft(tmp_path):
    copy_project(tmp_path)
    stage, slug = a_planned_chapter()
    made = script(tmp_path, "scripts/new_chapter.py", f"{stage}/{slug}")
    assert made.returncode == 0, made.stderr
    assert f"      - {stage}/{slug}.md\n" in (tmp_path / "mkdocs.yml").read_text("utf-8")
    again = script(tmp_path, "scripts/new_chapter.py", f"{stage}/{slug}")
    assert "Nothing is overwritten" in again.stderr
    name = slug.replace("-", "_")
    tests = script(
        tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "snippets", "tests/test_pages.py",
        "tests/test_exercises.py", "-k", f"{slug} or {name}",
    )  # fmt: skip
    assert tests.returncode == 0, tests.stdout
    assert " passed" in tests.stdout
    build = script(tmp_path, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site"))
    assert build.returncode == 0, build.stderr
    page = (tmp_path / f"site/{stage}/{slug}/index.html").read_text("utf-8")
    assert "Draft: this page is being written" in page


@pytest.mark.parametrize(
    "address", ["algorithms/no-such-chapter", "nowhere/x", "algorithms/Bad Name"]
)
def test_a_new_chapter_needs_a_planned_entry(tmp_path, address):
    result = script(ROOT, "scripts/new_chapter.py", address)
    assert result.returncode != 0
    assert "add it there first" in result.stderr or "STAGE/SLUG" in result.stderr


def test_refresh_rewrites_only_what_has_changed(tmp_path):
    copy_project(tmp_path)
    session = tmp_path / "snippets/algorithms/tiny.pycon"
    kept = ">>> 2 / 3\n0.667\n"
    session.write_text(
        f"--8<-- [start:a]\n{kept}"
        ">>> for n in [2]:\n...     n\n...\n3\n"
        ">>> int('x')\nTraceback (most recent call last):\n    ...\nTypeError: no\n"
        "\n--8<-- [end:a]\n"
    )
    result = script(tmp_path, "scripts/refresh.py", "tiny")
    assert result.returncode == 0, result.stderr
    assert "2 outputs rewritten" in result.stdout
    text = session.read_text()
    assert kept in text
    assert "...     n\n...\n2\n>>> int" in text
    assert "ValueError: invalid literal for int() with base 10: 'x'\n\n--8<-- [end:a]" in text
    assert "Nothing to refresh" in script(tmp_path, "scripts/refresh.py", "nothing").stderr


def test_benchmark_prints_every_pair(capsys):
    benchmark.beside_the_library(rows=300)
    benchmark.growth(sizes=(100, 200))
    printed = capsys.readouterr().out
    assert printed.count(" ms") == 2 * len(list(benchmark.pairs()))
    assert "200 rows" in printed


def test_a_wrong_output_names_file_and_line(tmp_path):
    session = tmp_path / "wrong.pycon"
    session.write_text(">>> 1 + 1\n2\n>>> 1 / 3\n0.35\n")
    result = script(
        ROOT, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pyproject.toml", str(session)
    )
    assert result.returncode == 1
    assert "wrong.pycon:3: DocTestFailure" in result.stdout
    assert "1 failed" in result.stdout
