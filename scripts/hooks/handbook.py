"""MkDocs hook: what pages show is derived here from what stands elsewhere.

Derived, never written into docs/: dark figures, notebook pages, lists of stages and chapters,
the line under a chapter's title, and the API pages.
"""

import functools
import re
import sys
from pathlib import Path

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import meta

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import markdown_extension  # noqa: E402
import notebook_pages  # noqa: E402

from snippets.palette import to_dark  # noqa: E402

sys.path[:2] = []

DOCS = ROOT / "docs"
SNIPPETS = ROOT / "snippets"


def on_config(config):
    source_url = f"{config.repo_url}/blob/main/"
    config.markdown_extensions.append(markdown_extension.Handbook(source_url=source_url))
    config.mdx_configs.setdefault("pymdownx.superfences", {})["custom_fences"] = [
        {"name": "pycon", "class": "session", "format": markdown_extension.render_session},
        {"name": "output", "class": "output", "format": markdown_extension.render_output},
    ]
    # only the reference pages need it: main.html links it there
    config.extra_css.remove("assets/_mkdocstrings.css")
    return config


# --- files ------------------------------------------------------------------------------------


def on_files(files, config):
    for file in list(files):
        if file.src_uri.endswith(".svg") and "/figures/" in file.src_uri:
            found = Path(file.abs_src_path).stat()
            dark = _dark_figure(file.abs_src_path, found.st_mtime_ns, found.st_size)
            _add(files, config, _dark(file.src_uri), dark)
        elif file.src_uri.endswith(".ipynb"):
            folder = file.src_uri.rpartition("/")[0]
            for name, data in notebook_pages.to_markdown(file.abs_src_path)[1].items():
                uri = f"{folder}/{name}"
                _add(files, config, uri, data)
                if uri.endswith(".svg"):
                    _add(files, config, _dark(uri), to_dark(data.decode()))
    for module in _modules():
        page = _add(files, config, _reference_uri(module), _reference_page(module))
        page.edit_uri = f"../snippets/{module.relative_to(SNIPPETS).as_posix()}"
    return files


def _add(files, config, uri, content):
    file = File.generated(config, uri, content=content)
    files.append(file)
    return file


@functools.lru_cache(maxsize=1024)
def _dark_figure(path, changed, size):
    return to_dark(Path(path).read_text("utf-8"))


def _dark(uri):
    return uri.removesuffix(".svg") + "-dark.svg"


# --- API reference ----------------------------------------------------------------------------


def _modules():
    return [
        path
        for path in sorted(SNIPPETS.rglob("*.py"))
        if path.name != "__init__.py" and path.parent.name != "exercises"
    ]


def _reference_uri(module):
    return "reference/" + _slug(module.relative_to(SNIPPETS)) + ".md"


def _slug(path):
    return path.with_suffix("").as_posix().replace("_", "-")


def _reference_page(module):
    inside = module.relative_to(SNIPPETS)
    name = ".".join(["snippets", *inside.with_suffix("").parts])
    chapter = DOCS / f"{_slug(inside)}.md"
    used = ""
    if chapter.is_file():
        used = f"Taught in [{_front_matter(chapter)['title']}](../../{_slug(inside)}.md).\n\n"
    return (
        f"---\ntitle: {inside.stem}\ndescription: What {name} offers, from its docstrings.\n---\n"
        f"`{name}`\n\n{used}::: {name}\n"
    )


def _module_list():
    lines = []
    for module in _modules():
        first = re.match(r'"""(.*?)(\n|""")', module.read_text("utf-8"))
        uri = _reference_uri(module).removeprefix("reference/")
        lines.append(
            f"- [`{'.'.join(module.relative_to(ROOT).with_suffix('').parts)}`]({uri})<br>{first[1]}"
        )
    return "\n".join(lines)


# --- pages ------------------------------------------------------------------------------------


def on_pre_page(page, config, files):
    if page.file.src_uri.endswith(".ipynb"):
        # mkdocs-jupyter has replaced this page's render; let it be a Markdown page again
        page.__dict__.pop("render", None)
    return page


def on_page_read_source(page, config):
    if page.file.src_uri.endswith(".ipynb"):
        return notebook_pages.to_markdown(page.file.abs_src_path)[0]
    return None


def on_page_markdown(markdown, page, config, files):
    uri = page.file.src_uri
    if "chapters" in page.meta:
        page.meta["stage"] = _stage_line(page.meta)
        markdown = markdown.replace("<!-- chapters -->", _chapter_list(uri, page.meta["chapters"]))
    elif "minutes" in page.meta:
        page.meta["facts"] = _chapter_facts(page)
    if uri.endswith(".ipynb"):
        page.meta["notebook"] = {
            "download": Path(uri).name,
            "colab": "https://colab.research.google.com/github/"
            + config.repo_url.removeprefix("https://github.com/")
            + f"/blob/main/docs/{uri}",
        }
    if "<!-- stages -->" in markdown:
        markdown = markdown.replace("<!-- stages -->", _stage_list(config))
    if "<!-- modules -->" in markdown:
        markdown = markdown.replace("<!-- modules -->", _module_list())
    return markdown


def _front_matter(path):
    found = path.stat()
    return _read_front_matter(path, found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=1024)
def _read_front_matter(path, changed, size):
    """Read a page's front matter, once as long as the file stays the same (don't modify it)."""
    if path.suffix == ".ipynb":
        text = notebook_pages.to_markdown(path)[0]
    else:
        text = path.read_text("utf-8-sig")
    return meta.get_data(text)[1]


def _stages(config):
    """Yield folder and front matter of every stage, in the order of ``nav``."""
    for entry in config.nav:
        for children in entry.values():
            first = children[0] if isinstance(children, list) else ""
            if first.endswith("/index.md"):
                data = _front_matter(DOCS / first)
                if "chapters" in data:
                    yield first.removesuffix("/index.md"), data


def _written(folder, chapter):
    """Return a chapter's own front matter if its page exists, else None."""
    page = DOCS / folder / f"{chapter['slug']}.md"
    return _front_matter(page) if page.is_file() else None


def _hours(chapters):
    return f"{sum(chapter['hours'] for chapter in chapters):g}"


def _stage_line(data):
    return f"{len(data['chapters'])} chapters, about {_hours(data['chapters'])} hours of study"


def _stage_list(config):
    lines = ['<ol class="stages" markdown>']
    for folder, data in _stages(config):
        written = sum(1 for chapter in data["chapters"] if _written(folder, chapter))
        state = f"{written} of {len(data['chapters'])} chapters written" if written else "planned"
        lines.append(
            f'<li markdown>[{data["title"]}]({folder}/index.md) <span class="times">'
            f"{_hours(data['chapters'])} h · {state}</span>"
            f' <span class="line">{data["description"]}</span></li>'
        )
    return "\n".join([*lines, "</ol>"])


def _chapter_list(uri, chapters):
    folder = uri.removesuffix("/index.md")
    lines = ['<ol class="chapters" markdown>']
    for planned in chapters:
        chapter = _written(folder, planned)
        if chapter:
            name, state = f"[{chapter['title']}]({planned['slug']}.md)", ""
        else:
            chapter, name, state = planned, f"**{planned['title']}**", " · planned"
        lines.append(
            f'<li markdown>{name} <span class="times">{chapter["minutes"]} min · '
            f"{chapter['hours']:g} h{state}</span>"
            f' <span class="line">{chapter["description"]}</span></li>'
        )
    return "\n".join([*lines, "</ol>"])


def _chapter_facts(page):
    """Return reading time, study time and prerequisites, for the line under the title."""
    known = {}
    for index in DOCS.glob("*/index.md"):
        for chapter in _front_matter(index).get("chapters", []):
            known[chapter["slug"]] = (index.parent.name, chapter)
    needs = []
    for slug in page.meta.get("needs", []):
        if slug not in known:
            raise PluginError(f"{page.file.src_uri}: 'needs' names {slug!r}, no such chapter")
        folder, chapter = known[slug]
        written = (DOCS / folder / f"{slug}.md").is_file()
        needs.append({"title": chapter["title"], "url": f"{folder}/{slug}/" if written else None})
    return {"minutes": page.meta["minutes"], "hours": page.meta["hours"], "needs": needs}


FIGURE = re.compile(
    r'<img alt="(?P<alt>[^"]*)" src="(?P<src>[^"]*(?:/figures/|_files/)[^"]*)" ?/?>'
)


def on_page_content(html, page, config, files):
    """Show a figure in the light and in the dark, with its size, so that nothing moves on load."""

    def expand(match):
        source = match["src"]
        uri = _resolve(page.url, source)
        file = files.get_file_from_path(uri)
        if not uri.endswith(".svg"):
            return f'<img alt="{match["alt"]}" src="{source}" class="picture" loading="lazy">'
        svg = re.search(r'<svg [^>]*?width="([\d.]+)pt" [^>]*?', file.content_string)
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', file.content_string)
        if not svg or not box:
            raise PluginError(
                f"{page.file.src_uri}: {uri} was not drawn by snippets.figures.to_svg"
            )
        size = f'width="{float(box[1]) / 0.72:.0f}" height="{float(box[2]) / 0.72:.0f}"'
        return "".join(
            f'<img alt="{match["alt"]}" src="{src}" {size} class="figure-{scheme}" loading="lazy">'
            for scheme, src in (("light", source), ("dark", _dark(source)))
        )

    return FIGURE.sub(expand, html)


def _resolve(page_url, source):
    """Turn a page's relative address into a path below the site's root."""
    parts = page_url.split("/")[:-1]
    for part in source.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
