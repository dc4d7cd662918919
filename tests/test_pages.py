"""Every Markdown page fulfils the page rules; each rule is seen to catch its fault."""

import re
from pathlib import Path

import pytest

from tests import page_rules
from tests.page_rules import ROOT, Page

PAGES = sorted(
    path
    for path in (ROOT / "docs").rglob("*.md")
    if path.parent.name != "reference" and "overrides" not in path.parts
)
SNIPPETS = sorted(
    path
    for path in (ROOT / "snippets").rglob("*")
    if path.suffix in (".py", ".pycon", ".t") and path.parent.name != "exercises"
)
STAGES = [path for path in PAGES if path.name == "index.md" and path.parent.name != "docs"]


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_rules(path):
    if path == ROOT / "docs/index.md":
        problems = page_rules.headings(Page(path)) + page_rules.images(Page(path))
    else:
        problems = page_rules.check(Page(path))
    assert not problems, "\n".join(["", *problems])


@pytest.mark.parametrize("path", SNIPPETS, ids=name)
def test_sections_are_closed_and_used(path):
    """Each marker has its partner, and some page shows each section."""
    open_at, sections = {}, {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        for edge, section in page_rules.MARKER.findall(line):
            if edge == "start":
                assert section not in sections, f"{name(path)}:{number}: second section {section!r}"
                open_at[section] = sections[section] = number
            else:
                assert open_at.pop(section, None), (
                    f"{name(path)}:{number}: '{section}' never started"
                )
    assert not open_at, f"{name(path)}: no [end:...] marker for {open_at}"
    used = {embed[2] for page in PAGES for embed in Page(page).embeds if embed[1] == name(path)}
    unused = {section: line for section, line in sections.items() if section not in used}
    assert not unused, f"{name(path)}: sections that no page shows (and their lines): {unused}"


def test_key_terms_have_one_definition():
    known, problems = {}, []
    for path in PAGES:
        for term, (line, definition) in page_rules.key_terms(Page(path))[0].items():
            place = f"{name(path)}:{line}"
            first = known.setdefault(term.lower(), (place, definition))
            if first[1] != definition:
                problems.append(f"{place}: {term!r} is defined differently in {first[0]}")
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("path", STAGES, ids=name)
def test_stage_page(path):
    """A stage names its chapters once, in the order of the navigation, each with its facts."""
    page = Page(path)
    slugs = [chapter["slug"] for chapter in page.meta["chapters"]]
    assert len(slugs) == len(set(slugs))
    for chapter in page.meta["chapters"]:
        for key in ("title", "description", "minutes", "hours", "needs"):
            assert key in chapter, f"{name(path)}: chapter {chapter['slug']} has no {key!r}"
        assert "TODO" not in chapter["description"], f"{name(path)}: describe {chapter['slug']}"
    text = path.read_text("utf-8")
    assert "<!-- chapters -->" in text, f"{name(path)}: no '<!-- chapters -->' line"
    nav = re.findall(
        rf"- {path.parent.name}/([-\w]+)\.md", (ROOT / "mkdocs.yml").read_text("utf-8")
    )
    written = [slug for slug in nav if slug != "index"]
    assert written == [slug for slug in slugs if slug in written], (
        f"mkdocs.yml: nav has {written}, the order of {name(path)} is {slugs}"
    )


def test_prerequisites_exist_and_form_no_cycle():
    needs = {
        chapter["slug"]: chapter["needs"]
        for path in STAGES
        for chapter in Page(path).meta["chapters"]
    }
    for path in PAGES:
        if path.stem in needs:
            needs[path.stem] = Page(path).meta["needs"]
    unknown = {slug: need for slug, found in needs.items() for need in found if need not in needs}
    assert not unknown, f"prerequisites that no stage lists: {unknown}"
    done = set()
    while ready := [slug for slug in needs if slug not in done and done.issuperset(needs[slug])]:
        done.update(ready)
    assert done == set(needs), f"prerequisites form a cycle among {sorted(set(needs) - done)}"


# --- planted faults ---------------------------------------------------------------------------

GOOD = """---
title: A page
description: A page that breaks no rule, from which each test below breaks exactly one of them.
minutes: 1
hours: 1
needs: []
status: draft
---

## First

The error is 0.359, as the session prints.

```pycon
--8<-- "snippets/stage/page.pycon:all"
```

![Two lines cross at noon, and the lower one wins](figures/page-a.svg)

/// quiz
Which one is it?

- [ ] This
    - It is not.
- [x] That
    - It is.
///
"""
SESSION = "--8<-- [start:all]\n>>> 0.3592\n0.3592\n\n--8<-- [end:all]\n"


def plant(folder, text=GOOD, session=SESSION):
    page = folder / "docs/stage/page.md"
    (folder / "docs/stage/figures").mkdir(parents=True)
    (folder / "snippets/stage").mkdir(parents=True)
    (folder / "snippets/stage/page.pycon").write_text(session)
    (folder / "docs/stage/figures/page-a.svg").write_text("<svg/>")
    page.write_text(text)
    return Page(page, root=folder)


def test_a_good_page_has_no_problems(tmp_path):
    assert page_rules.check(plant(tmp_path)) == []


@pytest.mark.parametrize(
    ("find", "replace", "line", "says"),
    [
        ("title: A page\n", "", 1, "needs 'title'"),
        ("minutes: 1\n", "", 1, "needs 'minutes'"),
        ("## First", "### First", 10, "jumps from level 1 to 3"),
        ("## First", "# First", 10, "title comes from the front matter"),
        ("0.359", "0.361", 12, "0.361 is in no output"),
        ("![Two lines cross at noon, and the lower one wins]", "![]", 18, "alt text"),
        (
            "![Two lines cross at noon, and the lower one",
            "![Plot of two lines, the lower one",
            18,
            "alt",
        ),
        ("page-a.svg", "page-b.svg", 18, "no file figures/page-b.svg"),
        ("- [x] That", "- [ ] That", 20, "without a right option"),
        ("- [ ] This", "- [x] This", 20, "without a wrong option"),
        ("    - It is.\n", "", 20, "explain every option"),
        ("page.pycon:all", "page.pycon:some", 15, "no section 'some'"),
        ("page.pycon:all", "gone.pycon:all", 15, "no file snippets/stage/gone.pycon"),
        (
            '--8<-- "snippets/stage/page.pycon:all"',
            ">>> 1 + 1\n2",
            14,
            "code is typed into the page",
        ),
    ],
)
def test_planted_fault_is_named(tmp_path, find, replace, line, says):
    assert find in GOOD
    problems = page_rules.check(plant(tmp_path, GOOD.replace(find, replace)))
    place = f"docs/stage/page.md:{line}: "
    assert any(problem.startswith(place) and says in problem for problem in problems), problems


def test_a_finished_chapter_needs_its_sections(tmp_path):
    problems = page_rules.check(plant(tmp_path, GOOD.replace("status: draft\n", "")))
    assert any("sections missing: You will be able to" in problem for problem in problems)


def test_sections_have_an_order(tmp_path):
    order = [*page_rules.SECTIONS]
    order[3], order[4] = order[4], order[3]
    order.insert(2, "An idea")
    text = "\n\nwords\n\n".join(f"## {title}" for title in order)
    page = plant(tmp_path, GOOD.replace("status: draft\n", "").replace("## First", text))
    assert any("out of order" in problem for problem in page_rules.sections(page))


def test_too_many_words_without_code(tmp_path):
    text = GOOD.replace("## First", "## First\n\n" + "word " * 301)
    assert any(
        "300 words without" in problem for problem in page_rules.check(plant(tmp_path, text))
    )


def test_a_missing_end_marker(tmp_path):
    page = plant(tmp_path, session=SESSION.replace("--8<-- [end:all]\n", ""))
    assert any("no section 'all' with a start and an end" in p for p in page_rules.check(page))


def test_no_front_matter(tmp_path):
    assert "docs/stage/page.md:1: no front matter" in page_rules.check(plant(tmp_path, "## Hi"))[0]


@pytest.mark.parametrize(
    ("written", "known", "shown"),
    [
        ("0.36", {0.3592}, True),
        ("35.9", {0.3592}, True),
        ("0.37", {0.3592}, False),
        ("18,128", {18128.0}, True),
        ("18,000", {18128.0}, False),
        ("5e-11", {5.2e-11}, True),
        ("5e-10", {5.2e-11}, False),
    ],
)
def test_numbers_match_rounded_outputs(written, known, shown):
    assert page_rules._shown(written, known) is shown


def test_the_pages_are_found():
    assert ROOT / "docs/algorithms/linear-regression.md" in PAGES
    assert len(STAGES) == 10
    assert Path(__file__).parent.parent == ROOT
