#!/usr/bin/env python3
"""The handbook's commands. They need Python 3.11.5 or newer and nothing else.

    python3 scripts/dev.py serve                  read the handbook on http://127.0.0.1:8000
    python3 scripts/dev.py test                   run every test, as CI does
    python3 scripts/dev.py check linear-regression    test one chapter, in seconds
    python3 scripts/dev.py refresh linear-regression  rewrite its stored outputs and figures
    python3 scripts/dev.py new-chapter algorithms/decision-trees    begin a chapter
    python3 scripts/dev.py build                  build the site into site/, strictly
    python3 scripts/dev.py run COMMAND ...        run anything inside the environment

The first call makes .venv and installs into it what the command needs; later calls reuse it, and
need no network, until pyproject.toml or scripts/constraints.txt changes. Options behind a command
are handed on: `serve --port 8001`, `test -x`. `test --newest` tries the newest releases of all
libraries in an environment of its own (.venv-newest).
"""

import hashlib
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11, 5):
    sys.exit(
        "The handbook needs Python 3.11.5 or newer; this is Python {}.{}.{}.\n"
        "Install a newer one from https://www.python.org/downloads/ and start this command "
        "with it, for example: python3.13 scripts/dev.py serve".format(*sys.version_info[:3])
    )

import tomllib
import venv

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "scripts/constraints.txt"
ENVIRONMENT = {
    "NO_MKDOCS_2_WARNING": "1",  # Material's notice about its own end of life, at each start
    "PYTHONUTF8": "1",
    # one thread per process: the same digits everywhere, and no cores fought over
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


def requirements(group):
    """List a dependency group of pyproject.toml, with the groups that it includes."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    found = []
    for entry in groups[group]:
        found += requirements(entry["include-group"]) if isinstance(entry, dict) else [entry]
    return found


def python_with(group, newest=False):
    """Return the interpreter of an environment that holds a dependency group."""
    folder = ROOT / (".venv-newest" if newest else ".venv")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = requirements(group)
    pins = [] if newest else ["--constraint", str(CONSTRAINTS)]
    state = repr((sys.version, wanted, [] if newest else CONSTRAINTS.read_text("utf-8")))
    stamp = folder / f"installed-{group}"
    fingerprint = hashlib.sha256(state.encode()).hexdigest()
    if not newest and stamp.is_file() and stamp.read_text() == fingerprint:
        return python
    if not python.exists():
        print(f"Making an environment in {folder.name}/ ...", flush=True)
        venv.create(folder, with_pip=True, clear=folder.exists())
    print(f"Installing what this command needs ({group}) ...", flush=True)
    pip = [python, "-m", "pip", "install", "--disable-pip-version-check", *pins]
    if subprocess.run([*pip, *(["--upgrade"] if newest else []), *wanted]).returncode:
        sys.exit(
            "\nThe installation failed; pip's message above says why. The first run needs the "
            "network, later runs do not. Run the same command again to go on."
        )
    stamp.write_text(fingerprint)
    return python


def call(*command):
    """Run a command at the project's root and end with its exit status when it fails."""
    environment = {**os.environ, **ENVIRONMENT}
    try:
        status = subprocess.run(command, cwd=ROOT, env=environment).returncode
    except KeyboardInterrupt:
        print("\nStopped.")
        sys.exit(130)
    if status:
        sys.exit(status)


def serve(options):
    """Serve the site on loopback with live reload."""
    at = options.index("--port") if "--port" in options else None
    port = options[at + 1] if at is not None and at + 1 < len(options) else "8000"
    if at is not None:
        options = options[:at] + options[at + 2 :]
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"--port wants a number from 1 to 65535, not {port!r}.")
    python = python_with("docs")
    with socket.socket() as probe:
        if os.name != "nt":  # on Windows this option would let two servers share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            sys.exit(
                f"Port {port} is taken by another program (another handbook, perhaps). "
                f"Stop it, or choose another port: serve --port {int(port) + 1}"
            )
    address = f"127.0.0.1:{port}"
    print(f"Building; then read http://{address}/ (stop with Ctrl-C) ...", flush=True)
    os.environ["SITE_URL"] = f"http://{address}/"
    call(python, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address, *options)


def test(options):
    """Run every test, on all cores."""
    newest = "--newest" in options
    options = [option for option in options if option != "--newest"]
    parallel = [] if "-n" in options else ["-n", "auto", "--dist", "loadfile"]
    call(python_with("test", newest), "-m", "pytest", *parallel, *options)


def keywords(name):
    """Return the pytest expression that selects what belongs to a chapter or notebook."""
    slug = name.removesuffix(".md").removesuffix(".ipynb").rstrip("/").split("/")[-1]
    pages = [*ROOT.glob(f"docs/*/{slug}.md"), *ROOT.glob(f"docs/*/{slug}.ipynb")]
    if not pages:
        sys.exit(f"There is no chapter or notebook {slug!r} in docs/.")
    names = re.findall(r"^@exercise (\w+)", pages[0].read_text("utf-8"), re.MULTILINE)
    for module in ROOT.glob(f"snippets/*/{slug.replace('-', '_')}.py"):
        names += re.findall(
            r"^class (\w+)\(.*BaseEstimator", module.read_text("utf-8"), re.MULTILINE
        )
    return " or ".join([slug, slug.replace("-", "_"), *names])


def main():
    """Dispatch the first argument."""
    command, *options = sys.argv[1:] or ["--help"]
    if command == "serve":
        serve(options)
    elif command == "test":
        test(options)
    elif command == "check" and options:
        python = python_with("test")
        quick = ["--ignore=tests/test_browser.py"]  # builds the whole site; `test` runs it
        call(python, "-m", "pytest", "-q", *quick, "-k", keywords(options[0]), *options[1:])
    elif command == "refresh":
        call(python_with("test"), "scripts/refresh.py", *options)
    elif command == "new-chapter" and options:
        call(python_with("docs"), "scripts/new_chapter.py", *options)
    elif command == "build":
        call(python_with("docs"), "-m", "mkdocs", "build", "--strict", *options)
    elif command == "run" and options:
        python = python_with("test")
        os.environ["PATH"] = os.pathsep.join([str(python.parent), os.environ["PATH"]])
        call(*options)
    else:
        print(__doc__)
        if command not in ("help", "-h", "--help"):
            sys.exit(f"Not a command: {' '.join(sys.argv[1:])!r}")


if __name__ == "__main__":
    main()
