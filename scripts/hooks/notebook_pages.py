"""Turn a notebook with stored outputs into Markdown and figure files.

mkdocs-jupyter renders notebooks to HTML with a style sheet of half a megabyte. Its pages and
downloads are kept; the text goes through nbconvert's Markdown exporter instead, and from there
through the same pipeline as a chapter: native code blocks, checked links, maths, search.
"""

import functools
import re
from pathlib import Path

import nbformat
import yaml
from nbconvert import MarkdownExporter

TEMPLATES = Path(__file__).parent


def to_markdown(path):
    """Return the Markdown text, with front matter, and the figures as ``{name: bytes}``."""
    path = Path(path)
    return _convert(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=64)
def _convert(path, changed):
    notebook = nbformat.read(path, as_version=4)
    resources = {"unique_key": path.stem, "output_files_dir": f"{path.stem}_files"}
    text, resources = _exporter().from_notebook_node(notebook, resources)
    # In Jupyter the title is the first heading; on the page it comes from the front matter.
    text = re.sub(r"\A\s*# .*\n", "", text)
    front_matter = yaml.safe_dump(dict(notebook.metadata.get("handbook", {})), allow_unicode=True)
    return f"---\n{front_matter}---\n{text}", resources["outputs"]


@functools.cache
def _exporter():
    exporter = MarkdownExporter(
        template_name="notebook_template", extra_template_basedirs=[str(TEMPLATES)]
    )
    exporter.register_filter("table", _clean_table)
    return exporter


def _clean_table(table):
    """Drop what pandas adds for Jupyter: its style element, borders and inline styles."""
    table = re.sub(r"<style.*?</style>", "", "".join(table), flags=re.DOTALL)
    table = re.sub(r'\s(border|style|class)="[^"]*"', "", table)
    table = table.replace("<th></th>", "<td></td>")  # a header without text names nothing
    return re.sub(r"\n\s*", "", table)
