"""Python for the browser: where it comes from, and that it judges as Python here does."""

import contextlib
import functools
import hashlib
import http.server
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import zipfile
from pathlib import Path

import pytest

from scripts import pyodide
from scripts.hooks import in_browser
from snippets import checks

ROOT = Path(__file__).resolve().parents[1]
STUB = "__version__ = '0.stub'\n"


@contextlib.contextmanager
def mirror(folder):
    """Serve a folder on loopback, as the distribution of the libraries would."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.log_message = lambda *args: None
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def stub_wheel(folder, name="numpy"):
    """Write a wheel that stands in for a library; return a lock that names it."""
    file = f"{name}-0-py3-none-any.whl"
    about = f"{name}-0.dist-info"
    with zipfile.ZipFile(folder / file, "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", STUB)
        wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n")
        tags = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        wheel.writestr(f"{about}/WHEEL", tags)
        wheel.writestr(f"{about}/RECORD", "")
    digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    entry = {
        "name": name,
        "version": "0",
        "file_name": file,
        "install_dir": "site",
        "sha256": digest,
        "package_type": "package",
        "imports": [name],
        "depends": [],
        "unvendored_tests": False,
    }
    return {"packages": {name: entry, "unwanted": entry | {"file_name": "not-there.whl"}}}


def test_wheels_are_checked_and_the_lock_is_cut_down(tmp_path):
    lock = stub_wheel(tmp_path)
    with mirror(tmp_path) as base:
        files = pyodide.fetch_wheels(lock, ["numpy"], base)
    assert set(files) == {"numpy-0-py3-none-any.whl", pyodide.LOCK}
    assert list(json.loads(files[pyodide.LOCK])["packages"]) == ["numpy"]


def test_dependencies_come_along(tmp_path):
    lock = stub_wheel(tmp_path)
    lock["packages"]["pandas"] = stub_wheel(tmp_path, "pandas")["packages"]["pandas"]
    lock["packages"]["pandas"]["depends"] = ["numpy"]
    with mirror(tmp_path) as base:
        files = pyodide.fetch_wheels(lock, ["pandas"], base)
    assert list(json.loads(files[pyodide.LOCK])["packages"]) == ["numpy", "pandas"]


def test_a_wheel_with_another_hash_is_refused(tmp_path):
    lock = stub_wheel(tmp_path)
    lock["packages"]["numpy"]["sha256"] = "0" * 64
    with mirror(tmp_path) as base, pytest.raises(SystemExit, match="not the hash"):
        pyodide.fetch_wheels(lock, ["numpy"], base)


def test_a_wheel_that_is_not_there_stops_the_script(tmp_path):
    lock = stub_wheel(tmp_path)
    with mirror(tmp_path) as base, pytest.raises(SystemExit, match=r"not-there\.whl could not be"):
        pyodide.fetch_wheels(lock, ["unwanted"], base)


def test_another_npm_package_is_refused():
    buffer = io.BytesIO()
    tarfile.open(fileobj=buffer, mode="w:gz").close()
    with pytest.raises(SystemExit, match="not the one that was pinned"):
        pyodide.unpack(buffer.getvalue())


def test_what_the_browser_needs_is_read_from_the_code(tmp_path):
    module = tmp_path / "example.py"
    module.write_text("import json\nimport sklearn.linear_model\nfrom snippets import figures\n")
    assert in_browser.imports(module) == {"sklearn", "matplotlib"}
    session = tmp_path / "example.pycon"
    session.write_text("--8<-- [start:a]\n>>> import torch\n>>> x = 1\n\n--8<-- [end:a]\n")
    assert in_browser.imports(session) == {"torch"}
    assert "numpy" in in_browser.packages()


@pytest.mark.parametrize(
    ("imported", "meta", "expected"),
    [
        ("numpy", {}, '<div class="session runs">'),
        ("torch", {}, "needs torch, which a browser does not offer"),
        ("subprocess", {}, "needs subprocess, which"),
        ("numpy", {"browser": False}, '<div class="session">'),
    ],
)
def test_only_chapters_that_can_run_are_marked(tmp_path, monkeypatch, imported, meta, expected):
    monkeypatch.setattr(in_browser, "SNIPPETS", tmp_path)
    (tmp_path / "stage").mkdir()
    (tmp_path / "stage/a_chapter.pycon").write_text(f">>> import {imported}\n")

    class Page:
        class file:  # noqa: N801 - named as in MkDocs
            src_uri = "stage/a-chapter.md"

    page = Page()
    page.meta = meta
    html = in_browser.on_page_content('<div class="session">…</div>', page, {}, [])
    assert expected in html
    assert html.count("runs") == expected.count("runs") or "runs-elsewhere" in html


# ---- the same verdicts -----------------------------------------------------------------------


def of_any_version(verdicts):
    """Leave out what depends on Python's version: its messages, and the last digit of sum()."""
    return re.sub(r"(\w+Error): [^\"]*", r"\1", checks.rounded(verdicts))


def test_verdicts_are_the_same_under_pyodide(pyodide_core):
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    everything = [checks.find(name) for name in checks.find_all()]
    exercises = [exercise for exercise in everything if not exercise.packages]
    files = [str(ROOT / exercise.file) for exercise in exercises]
    command = ["node", ROOT / "tests/parity.mjs", pyodide_core, ROOT / "snippets", *files]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert told.returncode == 0, told.stderr
    for exercise, line in zip(exercises, told.stdout.splitlines(), strict=True):
        answers = {"starter": exercise.starter, "solution": exercise.solution}
        answers |= {answer.name: answer.code for answer in exercise.wrong}
        here = {key: checks.judge(exercise, code) for key, code in answers.items()}
        assert of_any_version(line) == of_any_version(json.dumps(here)), exercise.name


def test_the_interpreter_runs_a_library_from_a_mirror(pyodide_core, tmp_path):
    if not shutil.which("node"):
        pytest.skip("node is not installed")
    copy = shutil.copytree(pyodide_core, tmp_path / "pyodide")
    lock = json.loads((copy / pyodide.LOCK).read_text("utf-8"))
    with mirror(tmp_path) as base:
        files = pyodide.fetch_wheels(lock | stub_wheel(tmp_path), ["numpy"], base)
    for name, content in files.items():
        (copy / name).write_bytes(content)
    script = (
        f"const {{ loadPyodide }} = await import({json.dumps((copy / 'pyodide.mjs').as_uri())});"
        f"const python = await loadPyodide({{ indexURL: {json.dumps(str(copy) + '/')} }});"
        "await python.loadPackage('numpy');"
        "console.log(python.runPython('import numpy; numpy.__version__'));"
    )
    command = ["node", "--input-type=module", "--eval", script]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert told.stdout.splitlines()[-1:] == ["0.stub"], told.stderr


def test_the_script_needs_the_standard_library_alone():
    command = [sys.executable, "-I", "-S", str(ROOT / "scripts/pyodide.py"), "--help"]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
