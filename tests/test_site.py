"""The built site: its links and anchors lead somewhere, and it asks no other host for anything."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.conftest import SITE_URL

FETCHED = {"href": {"link"}, "src": None, "poster": None, "data": {"object"}, "srcset": None}
NOT_FETCHED = {"canonical", "prev", "next", "alternate"}  # <link> relations
URL_IN_CSS = re.compile(r"url\(\s*[\"']?(?!data:)([^)\"']+)")
URL_IN_SCRIPT = re.compile(r"[\"'`](https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\"'`]*[\"'`]")
# Addresses that stand in the theme's scripts but are never asked on our pages, and why.
DORMANT = (
    "https://api.github.com",  # star counts: our partials/source.html does not mark the link for it
    "https://gitlab.com/api",
    "https://unpkg.com/mermaid",  # diagrams are drawn by code; no page has a mermaid block
    "https://unpkg.com/iframe-worker",
    "https://unpkg.com/resize-observer-polyfill",  # only for old browsers
    "http://www.w3.org/",
    "https://www.w3.org/",
    "https://clipboardjs.com",
    "https://lunrjs.com",
)
LEFTOVERS = re.compile(
    r"--8<--|@exercise |^///|\$\$|\\begin\{|^\s*```|<!-- (chapters|stages|modules)", re.M
)


class Html(HTMLParser):
    """Collect ids, references and the visible text of the article."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.fetches, self.text = [], [], [], []
        self._hidden, self._article = 0, False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if found.get("id"):
            self.ids.append(found["id"])
        if tag in ("a", "area") and found.get("href") is not None:
            self.links.append((self.getpos()[0], found["href"]))
        for name, tags in FETCHED.items():
            relation = set((found.get("rel") or "").split())
            if found.get(name) and (tags is None or tag in tags) and not relation & NOT_FETCHED:
                self.fetches.append((self.getpos()[0], found[name]))
        self._article |= tag == "article"
        self._hidden += tag in ("pre", "code", "script", "style")

    def handle_endtag(self, tag):
        self._article &= tag != "article"
        self._hidden -= tag in ("pre", "code", "script", "style")

    def handle_data(self, data):
        if self._article and not self._hidden:
            self.text.append(data)


@pytest.fixture(scope="session")
def pages(site):
    """Return {path: parsed page} for the whole site."""
    return {path: Html(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def broken(pages, site):
    """Name every link and fetched file whose target or anchor is missing."""
    problems = []
    for path, page in pages.items():
        for line, address in page.links + page.fetches:
            address = address.removeprefix(SITE_URL.rstrip("/")) if "404" in path.name else address
            url = urlsplit(address)
            if url.scheme or url.netloc:
                continue
            start = site if url.path.startswith("/") else path.parent
            target = (start / unquote(url.path).lstrip("/")).resolve() if url.path else path
            if target.is_dir():
                target /= "index.html"
            place = f"{path.relative_to(site)}:{line}"
            if not target.is_file():
                problems.append(f"{place}: {address} leads nowhere")
            elif url.fragment and target in pages:
                anchor = unquote(url.fragment)
                if anchor not in pages[target].ids and not anchor.startswith("__"):
                    problems.append(f"{place}: {address} has no such anchor")
    return problems


def third_parties(pages, site):
    """Name everything that a page, style or script would fetch from another host."""
    own = urlsplit(SITE_URL).netloc
    problems = [
        f"{path.relative_to(site)}:{line}: fetches {address}"
        for path, page in pages.items()
        for line, address in page.fetches
        if urlsplit(address).netloc not in ("", own)
    ]
    for path in site.rglob("*.css"):
        problems += [
            f"{path.relative_to(site)}: fetches {address}"
            for address in URL_IN_CSS.findall(path.read_text("utf-8"))
            if urlsplit(address).netloc
        ]
    for path in [*site.rglob("*.js"), *site.rglob("*.mjs")]:
        if "pyodide" in path.parts:  # its only network calls are bound by the pages' CSP
            continue
        for match in URL_IN_SCRIPT.finditer(path.read_text("utf-8")):
            if not match[0][1:].startswith(DORMANT):
                problems.append(f"{path.relative_to(site)}: names {match[0][:80]}")
    return problems


def leftovers(pages, site):
    """Name Markdown that reached the page as it is."""
    return [
        f"{path.relative_to(site)}: {match[0]!r} is shown as it is"
        for path, page in pages.items()
        for match in LEFTOVERS.finditer("".join(page.text))
    ]


def repeated_ids(pages, site):
    """Name ids that occur twice on a page."""
    return [
        f"{path.relative_to(site)}: id {twice!r} occurs twice"
        for path, page in pages.items()
        for twice in sorted({found for found in page.ids if page.ids.count(found) > 1})
    ]


@pytest.mark.parametrize("check", [broken, third_parties, leftovers, repeated_ids])
def test_built_site(pages, site, check):
    problems = check(pages, site)
    assert not problems, "\n".join(["", *problems[:40]])


@pytest.mark.parametrize(
    ("planted", "check", "says"),
    [
        ('<a href="nowhere/">x</a>', broken, "index.html:1: nowhere/ leads nowhere"),
        ('<a href="#gone">x</a>', broken, "#gone has no such anchor"),
        (
            '<img src="https://example.org/x.png">',
            third_parties,
            "fetches https://example.org/x.png",
        ),
        ("<article>--8&lt;-- here</article>", leftovers, "'--8<--' is shown"),
        ('<p id="a"></p><p id="a"></p>', repeated_ids, "'a' occurs twice"),
    ],
)
def test_planted_fault_is_named(tmp_path, planted, check, says):
    page = tmp_path / "index.html"
    page.write_text(planted)
    problems = check({page: Html(planted)}, tmp_path)
    assert len(problems) == 1, problems
    assert says in problems[0]


def test_planted_third_party_in_style_and_script(tmp_path):
    (tmp_path / "a.css").write_text('@import url("https://fonts.example.org/a.css");')
    (tmp_path / "a.js").write_text('fetch("https://cdn.example.org/a.js")')
    assert len(third_parties({}, tmp_path)) == 2


def test_every_page_has_a_description_and_a_content_security_policy(site):
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        where = path.relative_to(site)
        assert text.count('<meta name="description"') == 1, where
        assert "default-src 'none'" in text, where
        assert text.count("<h1") == 1, where


def test_notebook_page_is_light_and_searched_once(site):
    page = (site / "projects/house-prices-lab/index.html").read_text("utf-8")
    assert "jp-" not in page
    assert "<style" not in page
    index = (site / "search/search_index.json").read_text("utf-8")
    first_import = re.search(r"import \w+", page.partition("<article")[2].replace("</span>", ""))
    assert "In [" not in index
    assert "Copied!" not in index
    assert first_import is None or index.count("HANDBOOK_SOURCE") <= 6
    assert (site / "projects/house-prices-lab/house-prices-lab.ipynb").is_file()


def test_the_build_needs_no_library_of_the_chapters():
    """`mkdocs build` must work without NumPy and friends: its hooks import none of them."""
    hooks = Path(__file__).parents[1] / "scripts/hooks"
    sources = [*hooks.glob("*.py"), *(hooks.parents[1] / "snippets").glob("*.py")]
    used = {
        name
        for path in sources
        if path.name != "figures.py"
        for name in re.findall(r"^(?:import|from) (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert not used & {"numpy", "pandas", "matplotlib", "sklearn", "scipy", "statsmodels", "pooch"}
