"""Begin a chapter: page, code, session and exercise that pass the tests as a draft.

    python3 scripts/dev.py new-chapter algorithms/decision-trees

The facts come from the chapter's entry in the stage's index page, which lists it as planned. The
only existing file that changes is mkdocs.yml: it gains one line of navigation.
"""

import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]

PAGE = """\
---
title: "{title}"
description: {description}
minutes: {minutes}
hours: {hours}
needs: [{needs}]
status: draft
---

Write the scene here: one situation at work in which not knowing this costs something.

## You will be able to

- show one ability that someone could watch

## Predict first

Ask one question to commit to before reading on.

## The first idea

```python
--8<-- "snippets/{package}/{module}.py:mean"
```

The session proves what the page says: the mean is 2.5.

```pycon
--8<-- "snippets/{package}/{module}.pycon:first"
```

## Where it breaks

## Exercises

@exercise {module}_first

## Quiz

/// quiz
Which of these is right?

- [ ] A likely mistake
    - Say why it is wrong.
- [x] The right answer
    - Say why it is right.
///

## In an interview

## At work

## Key terms

## Recap

## Go deeper
"""

MODULE = '''\
"""{title}."""


# --8<-- [start:mean]
def mean(values):
    """Return the arithmetic mean.

    Parameters
    ----------
    values : sequence of float
        At least one number.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `values` is empty.

    Examples
    --------
    >>> mean([1, 2, 3, 4])
    2.5
    """
    if not values:
        raise ValueError("values is empty; the mean needs at least one number")
    return sum(values) / len(values)


# --8<-- [end:mean]
'''

SESSION = """\
--8<-- [start:first]
>>> from snippets.{package}.{module} import mean
>>> mean([1, 2, 3, 4])
2.5

--8<-- [end:first]
"""

EXERCISE = '''\
"""
title: The range of a list
level: 1
packages:

Write `value_range(values)`: the difference between the largest and the smallest number of a list
that is not empty.
"""
# %% starter
def value_range(values):
    """Return the largest minus the smallest value."""
    ...


# %% wrong last-minus-first
"""The list need not be sorted: look for the largest and the smallest value."""
# fails: test_order_does_not_matter
def value_range(values):
    return values[-1] - values[0]


# %% wrong forgets-the-smallest
"""This is the largest value alone. What has to be taken away from it?"""
# fails: test_difference test_order_does_not_matter
def value_range(values):
    return max(values)


# %% hint
"""`max` and `min` each look at the whole list."""


# %% solution
def value_range(values):
    """Return the largest minus the smallest value."""
    return max(values) - min(values)


# %% tests
def test_difference():
    """A sorted list: last minus first."""
    assert value_range([2, 3, 7]) == 5


def test_order_does_not_matter():
    """The order of the values does not matter."""
    assert value_range([3, 7, 2]) == 5
'''


def main(address):
    """Write the four files and the line of navigation, or explain what is in the way."""
    stage, _, slug = address.strip("/").removesuffix(".md").partition("/")
    index = ROOT / "docs" / stage / "index.md"
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or not index.is_file():
        stages = sorted(path.parent.name for path in (ROOT / "docs").glob("*/index.md"))
        sys.exit(f"Name it STAGE/SLUG, like algorithms/decision-trees; the stages are {stages}.")
    front_matter = yaml.safe_load(index.read_text("utf-8").split("---\n")[1])
    chapters = {chapter["slug"]: chapter for chapter in front_matter["chapters"]}
    if slug not in chapters:
        sys.exit(f"{index.relative_to(ROOT)} lists no chapter {slug!r}; add it there first.")
    package, module = stage.replace("-", "_"), slug.replace("-", "_")
    facts = {**chapters[slug], "package": package, "module": module}
    facts["needs"] = ", ".join(facts["needs"])
    files = {
        ROOT / "docs" / stage / f"{slug}.md": PAGE.format(**facts),
        ROOT / "snippets" / package / f"{module}.py": MODULE.format(**facts),
        ROOT / "snippets" / package / f"{module}.pycon": SESSION.format(**facts),
        ROOT / "snippets" / package / "exercises" / f"{module}_first.py": EXERCISE,
    }
    if there := [str(path.relative_to(ROOT)) for path in files if path.exists()]:
        sys.exit(f"Nothing is overwritten; there already: {', '.join(there)}")
    config = ROOT / "mkdocs.yml"
    new_config = add_to_nav(config.read_text("utf-8"), stage, slug, list(chapters))
    package_file = ROOT / "snippets" / package / "__init__.py"
    if not package_file.exists():
        files[package_file] = f'"""Code of the stage {front_matter["title"]}."""\n'
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        print(f"wrote {path.relative_to(ROOT)}")
    config.write_text(new_config, "utf-8", newline="\n")
    print(f"added {stage}/{slug}.md to nav in mkdocs.yml")
    print(f"Now write; test with: python3 scripts/dev.py check {slug}")


def add_to_nav(text, stage, slug, order):
    """Insert the page behind the last written chapter that comes before it in the stage."""
    before = ["index", *order[: order.index(slug)]]
    lines = text.splitlines(keepends=True)
    entries = {
        match[2]: (number, match[1])
        for number, line in enumerate(lines)
        if (match := re.match(rf"(\s+- ){stage}/([-\w]+)\.md\s*$", line))
    }
    number, indent = max(entries[name] for name in before if name in entries)
    lines.insert(number + 1, f"{indent}{stage}/{slug}.md\n")
    return "".join(lines)


if __name__ == "__main__":
    main(sys.argv[1])
