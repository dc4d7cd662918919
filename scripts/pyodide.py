#!/usr/bin/env python3
"""Bring Python for the browser into docs/assets/pyodide/, which git ignores.

    python3 scripts/pyodide.py core      the interpreter, from the pinned npm package: 6 MB to load
    python3 scripts/pyodide.py wheels    that, and the libraries that pages and exercises import

The npm package is checked against the hash below. Its lock file names a hash for each library, so
it does not matter from where the libraries come: by default from the address that the package
itself names, with --from from another one. Needs npm, and no Python package.
"""

import argparse
import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts/hooks"))

import in_browser  # noqa: E402

VERSION = "314.0.7"
SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", LOCK)
FOLDER = ROOT / "docs/assets/pyodide"


def main(arguments=None):
    """Dispatch the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["core", "wheels"])
    parser.add_argument("--from", dest="base", metavar="ADDRESS", help="where the wheels are")
    parser.add_argument("--to", type=Path, default=FOLDER, metavar="FOLDER")
    options = parser.parse_args(arguments)
    files = unpack(fetch_package())
    wanted = in_browser.packages() if options.what == "wheels" else []
    base = options.base or re.search(rb"https://[^`\"]+?/v", files["pyodide.mjs"])[0].decode()
    base = base if options.base else f"{base}{VERSION}/full/"
    files |= fetch_wheels(json.loads(files[LOCK]), wanted, base)
    options.to.mkdir(parents=True, exist_ok=True)
    for old in options.to.iterdir():
        if old.name not in files:
            old.unlink()
    for name, content in files.items():
        (options.to / name).write_bytes(content)
    size = sum(map(len, files.values())) / 1e6
    print(f"{len(files)} files, {size:.1f} MB, libraries: {', '.join(wanted) or 'none'}")


def fetch_package():
    """Return the npm package's archive, or stop when it is not the pinned one."""
    npm = shutil.which("npm")
    if not npm:
        sys.exit("This needs npm, which comes with Node.js.")
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", f"pyodide@{VERSION}"]
        if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL).returncode:
            sys.exit("npm could not fetch the package; its message above says why.")
        return next(Path(folder).glob("*.tgz")).read_bytes()


def unpack(archive, sha512=SHA512):
    """Return the files that a browser needs, when the archive has the pinned hash."""
    if base64.b64encode(hashlib.sha512(archive).digest()).decode() != sha512:
        sys.exit(f"The npm package pyodide@{VERSION} is not the one that was pinned.")
    with tarfile.open(fileobj=io.BytesIO(archive)) as package:
        return {name: package.extractfile(f"package/{name}").read() for name in CORE}


def fetch_wheels(lock, wanted, base):
    """Return the wheels, and the lock cut down to them, so that nothing else is ever asked for."""
    files, entries, todo = {}, {}, list(wanted)
    while todo:
        name = todo.pop()
        if name not in entries:
            entries[name] = lock["packages"][name]
            todo += entries[name]["depends"]
    for name, entry in entries.items():
        try:
            with urllib.request.urlopen(base + entry["file_name"], timeout=60) as answer:
                content = answer.read()
        except urllib.error.URLError as error:
            sys.exit(f"{name}: {entry['file_name']} could not be fetched: {error}")
        if hashlib.sha256(content).hexdigest() != entry["sha256"]:
            sys.exit(f"{name}: {entry['file_name']} has not the hash that the lock names.")
        files[entry["file_name"]] = content
    files[LOCK] = json.dumps(lock | {"packages": dict(sorted(entries.items()))}).encode()
    return files


if __name__ == "__main__":
    main()
