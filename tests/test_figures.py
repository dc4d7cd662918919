"""Every stored figure is drawn again and compared; every drawing function has its figure."""

import importlib
import re
import sys
import types

import pytest

from snippets.figures import DARK, new_figure, to_dark, to_svg
from tests.page_rules import ROOT

NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")
TOLERANCE = 0.75  # points; other machines round a little differently


def figure_functions():
    """Yield (module, function name, stored file) for every ``figure_*`` in the snippets."""
    for path in sorted((ROOT / "snippets").glob("*/*.py")):
        for found in re.findall(r"^def (figure_\w+)\(", path.read_text("utf-8"), re.MULTILINE):
            stage, chapter = path.parent.name.replace("_", "-"), path.stem.replace("_", "-")
            name = found.removeprefix("figure_").replace("_", "-")
            yield (
                f"snippets.{path.parent.name}.{path.stem}",
                found,
                f"docs/{stage}/figures/{chapter}-{name}.svg",
            )


FIGURES = list(figure_functions())


def differences(stored, drawn):
    """Say where two SVG texts differ by more than the tolerance; ids may differ, structure not."""
    stored, drawn = _without_ids(stored), _without_ids(drawn)
    if NUMBER.sub("#", stored) != NUMBER.sub("#", drawn):
        pairs = zip(stored.splitlines(), drawn.splitlines(), strict=False)
        line = next(
            (n for n, (a, b) in enumerate(pairs, 1) if NUMBER.sub("#", a) != NUMBER.sub("#", b)),
            "end",
        )
        return f"the drawing has another structure, first at line {line}"
    far = [
        (a, b)
        for a, b in zip(NUMBER.findall(stored), NUMBER.findall(drawn), strict=True)
        if abs(float(a) - float(b)) > TOLERANCE
    ]
    return f"{len(far)} coordinates moved, for example {far[0][0]} to {far[0][1]}" if far else ""


def _without_ids(svg):
    """Matplotlib's ids are hashes of the content: name them in the order of appearance."""
    names = {}
    return re.sub(
        r'(?<=[#"])([a-z]?[0-9a-f]{10})(?=[")])',
        lambda match: names.setdefault(match[1], f"id{chr(97 + len(names) % 26)}"),
        svg,
    )


@pytest.mark.parametrize(("module", "function", "file"), FIGURES, ids=[f[2] for f in FIGURES])
def test_figure_is_what_the_code_draws(module, function, file):
    drawn = to_svg(getattr(importlib.import_module(module), function)())
    remedy = "run: python3 scripts/dev.py refresh, and look at the figure"
    assert (ROOT / file).is_file(), f"{file} is not stored; {remedy}"
    problem = differences((ROOT / file).read_text("utf-8"), drawn)
    assert not problem, f"{file}: {problem}; {remedy}"
    unknown = set(re.findall(r"#[0-9a-f]{6}", drawn)) - set(DARK) - {"#ffffff"}
    assert not unknown, f"{file}: colours {unknown} have no dark counterpart in snippets/palette.py"


def test_no_stored_figure_without_code():
    stored = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*/figures/*")}
    assert stored == {file for _, _, file in FIGURES}


def line(values):
    figure, axes = new_figure()
    axes.plot(values)
    return to_svg(figure)


def test_a_moved_point_is_noticed():
    assert differences(line([1, 2, 3]), line([1, 2, 3])) == ""
    assert differences(line([1, 2, 3]), line([1, 2.000001, 3])) == ""
    assert "moved" in differences(line([1, 2, 3]), line([1, 2.2, 3]))
    assert "structure" in differences(line([1, 2, 3]), line([1, 2, 3, 4]))


def test_dark_figures_use_dark_colours():
    dark = to_dark(line([1, 2, 3]))
    assert not set(DARK) & set(re.findall(r"#[0-9a-f]{6}", dark))


def test_a_figure_that_raises_fails_and_one_that_is_not_stored_is_named(monkeypatch):
    broken = types.ModuleType("broken_chapter")
    broken.figure_raises = lambda: 1 / 0
    broken.figure_new = lambda: new_figure()[0]
    monkeypatch.setitem(sys.modules, "broken_chapter", broken)
    with pytest.raises(ZeroDivisionError):
        test_figure_is_what_the_code_draws("broken_chapter", "figure_raises", "docs/no.svg")
    with pytest.raises(AssertionError, match=r"docs/no\.svg is not stored"):
        test_figure_is_what_the_code_draws("broken_chapter", "figure_new", "docs/no.svg")
