"""MkDocs hook: under ``serve``, a save is in the browser in less than a second.

MkDocs builds the whole site after each save. It still takes every step here, in its order, but the
results of the slow ones are kept: Markdown turned to HTML, a template filled in, a file copied.
A result is used again only while all that it was made from is the same. One that came with a
warning is made again, so that the warning stays in sight. ``mkdocs build`` is not touched.

Written for MkDocs 1.6, the last of its line. A change to this file needs a new ``serve``.
"""

import functools
import logging
import os
import re
import sys
from pathlib import Path

from jinja2 import Environment
from material.plugins.search.plugin import SearchIndex
from mkdocs import utils
from mkdocs.commands import build as builder
from mkdocs.config.config_options import Hooks
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs_autorefs import AutorefsPlugin
from mkdocstrings import Handlers, Inventory

ROOT = Path(__file__).resolve().parents[2]
CODE = ("mkdocs.yml", "docs/overrides/**/*", "scripts/hooks/**/*", "snippets/*.py")
FROM_RENDER = ("content", "toc", "_title_from_render", "present_anchor_ids")

rendered, filled, indexed, copied, compiled = {}, {}, {}, {}, {}
reads = {}  # files that the page in hand has read while it was rendered, and their state then
calls = []  # what it has registered for other pages: name of the method, arguments
warnings = utils.CountHandler()
warnings.setLevel(logging.WARNING)


def on_startup(command, dirty):
    if command == "serve" and not dirty:
        logging.getLogger("mkdocs").addHandler(warnings)
        sys.addaudithook(note_read)
        for owner, name, replacement in (
            (Page, "render", render),
            (builder, "_build_page", build_page),
            (File, "copy_file", copy_file),
            (Files, "copy_static_files", copy_static_files),
            (utils, "clean_directory", clean_directory),
            (Environment, "compile", compile_template),
            (SearchIndex, "add_entry_from_context", index_page),
            (AutorefsPlugin, "register_anchor", note_call),
            (Inventory, "register", note_call),
            (Handlers, "get_handler", note_call),
        ):
            replace(owner, name, replacement)


def on_serve(server, config, builder):
    known = code_state()

    def rebuild():
        nonlocal known
        before, known = known, code_state()
        if known != before:
            forget_everything()
        builder()

    server.builder = rebuild
    server.build_delay = 0.03  # MkDocs waits for this long until nothing more is saved
    for emitter in (server.observer, *server.observer.emitters):
        emitter._timeout = 0.1  # between two looks at the watched files


def replace(owner, name, replacement):
    original = getattr(owner, name)
    setattr(owner, name, functools.wraps(original)(lambda *a, **k: replacement(original, *a, **k)))


def state(path):
    try:
        found = os.stat(path)  # noqa: PTH116 - a thousand times a save
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def code_state():
    files = [path for pattern in CODE for path in ROOT.glob(pattern) if path.suffix != ".pyc"]
    return {path: state(path) for path in files if path.is_file()}


def forget_everything():
    """Let the next build be a first one, with the project's own modules read again."""
    for memory in (rendered, filled, indexed, copied, compiled):
        memory.clear()
    Hooks._load_hook.cache_clear()
    for name, module in list(sys.modules.items()):
        file = Path(getattr(module, "__file__", None) or "/")
        if file.is_relative_to(ROOT) and "site-packages" not in file.parts:
            del sys.modules[name]


# --- Markdown to HTML -------------------------------------------------------------------------


def note_read(event, arguments):
    """Note the project's files that are opened (an audit hook)."""
    if event == "open" and isinstance(arguments[0], str):
        path = os.path.abspath(arguments[0])  # noqa: PTH100
        if path.startswith(str(ROOT)) and "site-packages" not in path:
            reads.setdefault(path, state(path))


def note_call(original, owner, *arguments, **options):
    calls.append((original.__name__, arguments, options))
    return original(owner, *arguments, **options)


def render(original, page, config, files):
    made_from = page.markdown, tuple(files.src_uris)
    old = rendered.get(page.file.src_uri)
    if old and old[0] == made_from and all(state(path) == then for path, then in old[1].items()):
        page.__dict__.update(old[2])
        page.links_to_anchors = {files.get_file_from_path(uri): to for uri, to in old[3].items()}
        replay(old[4], page, config.plugins)
        return
    reads.clear()
    calls.clear()
    for name in re.findall(r"^::: ([\w.]+)", page.markdown, re.MULTILINE):
        path = f"{ROOT}/{name.replace('.', '/')}.py"  # mkdocstrings reads it only once a build
        reads[path] = state(path)
    warned = dict(warnings.counts)
    original(page, config, files)
    links = {file.src_uri: to for file, to in (page.links_to_anchors or {}).items()}
    result = {name: page.__dict__[name] for name in FROM_RENDER}
    rendered.pop(page.file.src_uri, None)
    if warnings.counts == warned and None not in reads.values():
        rendered[page.file.src_uri] = made_from, dict(reads), result, links, list(calls)


def replay(noted, page, plugins):
    """Register again what pages that link to this one look up."""
    registries = {
        "register_anchor": plugins["autorefs"],
        "register": plugins["mkdocstrings"].handlers.inventory,
        "get_handler": plugins["mkdocstrings"].handlers,
    }
    for name, arguments, options in noted:
        current = [page if isinstance(value, Page) else value for value in arguments]
        getattr(registries[name], name)(*current, **options)


# --- templates and files ----------------------------------------------------------------------


def build_page(original, page, config, doc_files, nav, *options, excluded=False, **more):
    made_from = *shown(page), outline(nav), excluded, state(page.file.abs_src_path or ROOT)
    if filled.get(page.file.abs_dest_path) == made_from:
        config.plugins["material/search"].search_index.add_entry_from_context(page)
        return
    warned = dict(warnings.counts)
    original(page, config, doc_files, nav, *options, excluded=excluded, **more)
    filled.pop(page.file.abs_dest_path, None)
    if warnings.counts == warned:
        filled[page.file.abs_dest_path] = made_from


def index_page(original, index, page):
    made_from = shown(page)
    if indexed.get(page.url, (None,))[0] != made_from:
        start = len(index.entries)
        original(index, page)
        indexed[page.url] = made_from, index.entries[start:]
    else:
        index.entries += indexed[page.url][1]


def shown(page):
    return page.title, page.content, str(page.toc), repr(page.meta)


@functools.lru_cache(maxsize=1)
def outline(nav):
    return str(nav)


def copy_file(original, file, dirty=False):
    made_from = file.content_bytes if file.abs_src_path is None else state(file.abs_src_path)
    if copied.get(file.abs_dest_path) != made_from:
        original(file, dirty)
        copied[file.abs_dest_path] = made_from


def copy_static_files(original, files, *arguments, **options):
    wanted = {file.abs_dest_path for file in files}
    for path in {*copied, *filled} - wanted:
        Path(path).unlink(missing_ok=True)
        copied.pop(path, None)
        filled.pop(path, None)
    return original(files, *arguments, **options)


def clean_directory(original, directory):
    if not copied:
        original(directory)


def compile_template(original, environment, source, *options, **more):
    made_from = source, options, repr(more)  # with the file's name
    if made_from not in compiled:
        compiled[made_from] = original(environment, source, *options, **more)
    return compiled[made_from]
