"""`mkdocs serve` after a save: everything that depends on it is new, everything else still right.

One small project, made of the real configuration and hooks, is served once. Each test saves
something and waits until the pages show it. Then what is served is compared with a fresh build.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.page_rules import ROOT

PATIENCE = 60  # seconds; a save takes a fraction of one
FILES = {
    "docs/index.md": "---\ntitle: Home\n---\n<!-- stages -->\n",
    "docs/reference/index.md": "---\ntitle: Reference\n---\n<!-- modules -->\n",
    "docs/algorithms/index.md": """---
title: Algorithms
description: A stage
chapters:
  - {slug: one, title: Planned one, description: First, minutes: 10, hours: 1, needs: []}
  - {slug: two, title: Planned two, description: Second, minutes: 20, hours: 2, needs: [one]}
---
<!-- chapters -->
""",
    "docs/algorithms/one.md": """---
title: Chapter one
description: First
minutes: 10
hours: 1
needs: []
---
First text. See [part](two.md#part).

```python
--8<-- "snippets/algorithms/one.py:add"
```

@exercise double
""",
    "docs/algorithms/two.md": """---
title: Chapter two
description: Second
minutes: 20
hours: 2
needs: [one]
---
Second text, about [add][snippets.algorithms.one.add].

## Part

```python
--8<-- "snippets/algorithms/one.py:add"
```

```pycon
--8<-- "snippets/algorithms/one.pycon:sum"
```
""",
    "snippets/algorithms/__init__.py": '"""Algorithms."""\n',
    "snippets/algorithms/one.py": '''"""Adding."""


# --8<-- [start:add]
def add(a, b):
    """Return the sum."""
    return a + b


# --8<-- [end:add]
''',
    "snippets/algorithms/one.pycon": "--8<-- [start:sum]\n>>> 1 + 1\n2\n\n--8<-- [end:sum]\n",
    "snippets/algorithms/exercises/double.py": '''"""
title: Double a number
level: 1
packages:

Return twice the number.
"""
# %% starter
def double(x):
    ...


# %% wrong square
"""You squared it."""
# fails: test_double
def double(x):
    return x * x


# %% hint
"""Add it to itself."""

# %% solution
def double(x):
    return 2 * x


# %% tests
def test_double():
    """twice the number"""
    assert double(3) == 6
''',
}
NAV = """nav:
  - Home: index.md
  - Algorithms:
      - algorithms/index.md
      - algorithms/one.md
      - algorithms/two.md
  - Reference:
      - reference/index.md
"""


class Handbook:
    """A served copy of the handbook with a handful of pages."""

    def __init__(self, root):
        self.root = root
        for folder in ("scripts/hooks", "docs/overrides"):
            shutil.copytree(ROOT / folder, root / folder)
        (root / "snippets").mkdir()
        for path in (ROOT / "snippets").glob("*.py"):
            shutil.copy(path, root / "snippets")
        for name, text in FILES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        config = (ROOT / "mkdocs.yml").read_text("utf-8")
        (root / "mkdocs.yml").write_text(config[: config.index("\nnav:") + 1] + NAV, "utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/"
        self.environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": self.address}
        self.log = root / "serve.log"
        command = self.command("serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=root, env=self.environment, stdout=log, stderr=log
            )

    @staticmethod
    def command(*arguments):
        return [sys.executable, "-m", "mkdocs", *arguments]

    def get(self, path):
        """Return what is served, or nothing: there may be no page, or a build going on."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=2) as answer:
                return answer.read().decode()
        except OSError:
            return ""

    def until(self, happened, saved=()):
        """Wait; now and then save again, for the watcher may have begun after the first save."""
        end, again = time.monotonic() + PATIENCE, time.monotonic() + 5
        while not happened():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()[-5000:]
            if time.monotonic() > again:
                again += 5
                for name in saved:
                    os.utime(self.root / name)
            time.sleep(0.05)

    def save(self, name, change, happened):
        """Change a file as an editor does and wait for the effect."""
        path = self.root / name
        old = path.read_text("utf-8")
        new = change(old) if callable(change) else old.replace(*change)
        assert new != old
        path.write_text(new, "utf-8")
        self.until(happened, [name])

    def shows(self, **texts):
        """Return a function that tells whether each page (``_`` for ``/``) shows its text."""
        return lambda: all(t in self.get(p.replace("_", "/")) for p, t in texts.items())


@pytest.fixture(scope="module")
def handbook(tmp_path_factory):
    served = Handbook(tmp_path_factory.mktemp("handbook").resolve())
    try:
        served.until(lambda: "Chapter one" in served.get("algorithms/one/"))
        yield served
    finally:
        served.process.terminate()
        served.process.wait(20)


ONE, TWO = "docs/algorithms/one.md", "docs/algorithms/two.md"


def test_a_saved_chapter_is_shown_and_found(handbook):
    def found():
        docs = json.loads(handbook.get("search/search_index.json") or '{"docs": []}')["docs"]
        text = {doc["location"]: doc["text"] for doc in docs}
        return "Rewritten" in text.get("algorithms/one/", "") and "algorithms/two/#part" in text

    handbook.save(
        ONE, ("First text", "Rewritten text"), handbook.shows(algorithms_one_="Rewritten")
    )
    handbook.until(found)


def test_a_saved_module_is_new_on_every_page_that_embeds_it(handbook):
    handbook.save(
        "snippets/algorithms/one.py",
        ("Return the sum.", "Give the total."),
        handbook.shows(
            algorithms_one_="Give the total.",
            algorithms_two_="Give the total.",
            reference_algorithms_one_="Give the total.",
        ),
    )
    assert 'href="../../reference/algorithms/one/#snippets' in handbook.get("algorithms/two/")


def test_a_saved_session_is_new_on_its_page(handbook):
    handbook.save(
        "snippets/algorithms/one.pycon", ("\n2\n", "\n20\n"), handbook.shows(algorithms_two_=">20")
    )


def test_a_saved_exercise_is_new_on_its_page(handbook):
    handbook.save(
        "snippets/algorithms/exercises/double.py",
        ("Add it to itself", "Think of pairs"),
        handbook.shows(algorithms_one_="Think of pairs"),
    )


def test_front_matter_reaches_the_pages_that_show_it(handbook):
    handbook.save(
        ONE,
        ("title: Chapter one\n", "title: Renamed chapter\n"),
        handbook.shows(
            algorithms_one_=">Renamed chapter</h1>",
            algorithms_=">Renamed chapter</a>",  # list of chapters
            algorithms_two_="Renamed chapter",  # navigation
            reference_algorithms_one_=">Renamed chapter</a>",
        ),
    )
    handbook.save(
        "docs/algorithms/index.md",
        ("Planned one", "Planned anew"),
        handbook.shows(algorithms_two_="Planned anew"),  # what the chapter builds on
    )
    handbook.save(ONE, ("hours: 1\n", "hours: 1.5\n"), handbook.shows(algorithms_="1.5 h"))


def test_a_link_to_a_heading_that_is_gone_is_reported_until_it_is_mended(handbook):
    def reports():
        return handbook.log.read_text().count("'two.md#part', but the doc")

    assert not reports()
    handbook.save(TWO, ("## Part", "## Other part"), reports)
    before = reports()
    handbook.save(TWO, ("Second text", "Changed text"), lambda: reports() > before)
    handbook.save(TWO, ("## Other part", "## Part"), handbook.shows(algorithms_two_='id="part"'))
    after = reports()
    handbook.save(TWO, ("Changed text", "Mended text"), handbook.shows(algorithms_two_="Mended"))
    assert reports() == after


def test_a_broken_page_is_reported_and_the_next_save_mends_it(handbook):
    text = (handbook.root / TWO).read_text("utf-8")
    handbook.save(
        TWO,
        lambda text: text + "\n/// quiz\nWhich?\n\n- [ ] This\n    - No.\n///\n",
        lambda: "no right option" in handbook.log.read_text(),
    )
    handbook.save(TWO, lambda _: text + "\nWhole.\n", handbook.shows(algorithms_two_="Whole."))


def test_a_page_comes_and_goes(handbook):
    handbook.save(
        ONE,
        lambda text: text + "\n[Three](three.md)\n",
        lambda: "link 'three.md', but the target" in handbook.log.read_text(),
    )
    before = handbook.log.read_text().count("link 'three.md'")
    handbook.save(TWO, lambda text: text + "\nMore.\n", handbook.shows(algorithms_two_="More."))
    assert handbook.log.read_text().count("link 'three.md'") > before  # it stays in sight
    three = handbook.root / "docs/algorithms/three.md"
    three.write_text("---\ntitle: Chapter three\n---\nThird text.\n", "utf-8")
    handbook.until(handbook.shows(algorithms_three_="Third", algorithms_one_='href="../three/"'))
    three.unlink()
    handbook.until(lambda: 'href="three.md"' in handbook.get("algorithms/one/"))
    assert not handbook.get("algorithms/three/")
    handbook.save(
        ONE,
        ("\n[Three](three.md)\n", ""),
        lambda: "three.md" not in handbook.get("algorithms/one/") != "",
    )


def test_what_is_served_is_what_a_fresh_build_makes(handbook, tmp_path):
    built = subprocess.run(
        handbook.command("build", "--site-dir", str(tmp_path)),
        cwd=handbook.root,
        env=handbook.environment,
        capture_output=True,
        text=True,
    )
    assert built.returncode == 0, built.stderr
    different, same = [], []
    for path in tmp_path.rglob("*"):
        name = path.relative_to(tmp_path).as_posix()
        if path.suffix in {".html", ".json", ".xml", ".inv", ".py", ".css"} and name != "404.html":
            with urllib.request.urlopen(handbook.address + name, timeout=PATIENCE) as answer:
                served = answer.read()
            served = re.sub(rb"<script>\nvar livereload.*?</script>", b"", served, flags=re.DOTALL)
            (same if served == path.read_bytes() else different).append(name)
    assert not different
    assert {"objects.inv", "search/search_index.json", "algorithms/two/index.html"} <= {*same}


def test_configuration_and_hooks_are_read_again(handbook):
    handbook.save(
        "mkdocs.yml",
        ("- Reference:", "- API:"),
        handbook.shows(algorithms_one_="API", reference_algorithms_one_="API"),
    )
    handbook.save(
        "scripts/hooks/exercises.py",
        ("A solution", "One solution"),
        handbook.shows(algorithms_one_="One solution"),
    )
    handbook.save(
        "docs/overrides/partials/content.html",
        lambda text: text + "<p>Below the content</p>",
        handbook.shows(algorithms_one_="Below the content", algorithms_two_="Below the content"),
    )
