"""MkDocs hook: what the reader's browser needs to run the code of a page.

Publishes the files of ``snippets/`` and marks the code that can run there. A chapter can, when all
that it imports exists for the browser; its front matter may say ``browser: false`` all the same.
"""

import ast
import doctest
import functools
import json
import mimetypes
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SNIPPETS = ROOT / "snippets"
PUBLISHED = "assets/practice/snippets"

#: Import name -> package of Pyodide's distribution.
PACKAGES = {
    "matplotlib": "matplotlib",
    "numpy": "numpy",
    "pandas": "pandas",
    "scipy": "scipy",
    "sklearn": "scikit-learn",
    "statsmodels": "statsmodels",
}
STANDARD = sys.stdlib_module_names - {"multiprocessing", "socket", "subprocess", "threading"}
SESSION = re.compile(r'<div class="session">')
DEFINITION = re.compile(
    r'<div class="highlight">(?=<span class="filename"><a href="[^"]*/snippets/)'
)


# ---- what code needs -------------------------------------------------------------------------


@functools.cache
def imports(path):
    """Return the third-party modules that a module or session imports, through snippets too."""
    found, seen, todo = set(), set(), [path]
    while todo:
        source = todo.pop()
        seen.add(source)
        for name in _imported_names(source):
            module = ROOT / (name.replace(".", "/") + ".py")
            if not name.startswith("snippets"):
                found.add(name.split(".")[0])
            elif module.is_file() and module not in seen:
                todo.append(module)
    return frozenset(found - STANDARD)


def _imported_names(path):
    return _names_in(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=4096)
def _names_in(path, changed):
    return tuple(_find_names(path))


def _find_names(path):
    text = path.read_text("utf-8")
    if path.suffix == ".pycon":
        text = "".join(e.source for e in doctest.DocTestParser().get_examples(text))
    if "as_frame" in text:  # scikit-learn's data sets then import it themselves
        yield "pandas"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def chapter_files(page_uri):
    """Return the module and the session of a page, those that exist."""
    stem = SNIPPETS / page_uri.removesuffix(".md").replace("-", "_")
    return [
        path for path in (stem.with_suffix(".py"), stem.with_suffix(".pycon")) if path.is_file()
    ]


def packages():
    """Return the Pyodide packages that pages and exercises need."""
    files = [
        *SNIPPETS.glob("*/*.pycon"),
        *SNIPPETS.glob("*/*.py"),
        *SNIPPETS.glob("*/exercises/*.py"),
    ]
    needed = [imports(path) for path in files]
    return sorted(
        {PACKAGES[name] for names in needed if names <= PACKAGES.keys() for name in names}
    )


# ---- what MkDocs calls -----------------------------------------------------------------------


def on_startup(command, dirty):
    # some Windows registries say otherwise, and browsers refuse a module of another type
    mimetypes.add_type("text/javascript", ".mjs")
    mimetypes.add_type("application/wasm", ".wasm")


def on_pre_build(config):
    imports.cache_clear()


def on_files(files, config):
    from mkdocs.structure.files import File

    contents = {
        path.relative_to(SNIPPETS).as_posix(): path.read_text("utf-8")
        for path in sorted(SNIPPETS.rglob("*.py"))
    }
    contents["modules.json"] = json.dumps(
        ["snippets." + uri[:-3].replace("/", ".") for uri in contents if "/exercises/" not in uri]
    )
    for uri, content in contents.items():
        files.append(File.generated(config, f"{PUBLISHED}/{uri}", content=content))
    return files


def on_page_content(html, page, config, files):
    sources = chapter_files(page.file.src_uri)
    if not sources or not page.meta.get("browser", True):
        return html
    beyond = sorted(set().union(*map(imports, sources)) - PACKAGES.keys())
    if not beyond:
        html = DEFINITION.sub('<div class="highlight runs">', html)
        return SESSION.sub('<div class="session runs">', html)
    note = (
        f'<p class="runs-elsewhere">The code on this page needs {", ".join(beyond)}, which a '
        "browser does not offer. To run it in a terminal: "
        f"<code>python3 scripts/dev.py check {Path(page.file.src_uri).stem}</code></p>"
    )
    return SESSION.sub(lambda match: note + match[0], html, count=1)
