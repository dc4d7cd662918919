"""Rewrite stored outputs after an intended change: sessions, figures, notebooks.

    python3 scripts/dev.py refresh                      everything
    python3 scripts/dev.py refresh linear-regression    one chapter or notebook

An output that still agrees with the stored one, to the digits that are written, is left alone, so
the difference in Git shows what has really changed. Review it like any other change.
"""

import contextlib
import doctest
import importlib
import io
import re
import sys
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from _pytest.doctest import _get_checker, _get_number_flag  # noqa: E402 - as the tests compare

from snippets.figures import to_svg  # noqa: E402


def run(example, namespace):
    """Return what an example of a session prints, as doctest would see it."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        try:
            exec(compile(example.source, "<session>", "single"), namespace)
        except Exception as error:
            header = "Traceback (most recent call last):\n    ...\n"
            return header + "".join(traceback.format_exception_only(error))
    return output.getvalue()


def refresh_session(path):
    """Run a session and rewrite the outputs that no longer agree; return how many."""
    checker = _get_checker()
    lines = path.read_text("utf-8").splitlines(keepends=True)
    namespace, changed, shift = {"__name__": "__main__"}, 0, 0
    for example in doctest.DocTestParser().get_examples("".join(lines)):
        got = run(example, namespace)
        flags = _get_number_flag() | sum(flag for flag, on in example.options.items() if on)
        if example.exc_msg is not None:
            same = got.splitlines()[-1:] == example.exc_msg.splitlines()[-1:]
        else:
            same = checker.check_output(example.want, got, flags)
        if same:
            continue
        first = example.lineno + shift + 1
        while first < len(lines) and lines[first].lstrip().startswith("..."):
            first += 1  # a bare "..." that ends a block is no part of the example's source
        last = first + example.want.count("\n")
        new = re.sub(r"^$", "<BLANKLINE>", got.rstrip("\n"), flags=re.MULTILINE) if got else ""
        new = [line + "\n" for line in new.splitlines()]
        lines[first:last] = new
        shift += len(new) - (last - first)
        changed += 1
    if changed:
        path.write_text("".join(lines), "utf-8", newline="\n")
    return changed


def refresh_figures(path):
    """Draw every figure of a module again; return how many files changed."""
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    folder = ROOT / "docs" / path.parent.name.replace("_", "-") / "figures"
    changed = 0
    for name, draw in vars(module).items():
        if name.startswith("figure_"):
            slug = f"{path.stem}-{name.removeprefix('figure_')}".replace("_", "-")
            file, svg = folder / f"{slug}.svg", to_svg(draw())
            if not file.is_file() or file.read_text("utf-8") != svg:
                folder.mkdir(exist_ok=True)
                file.write_text(svg, "utf-8", newline="\n")
                changed += 1
    return changed


def main(names):
    """Refresh the named chapters and notebooks, or all."""
    slugs = {Path(name).stem for name in names}

    def chosen(paths):
        return [p for p in sorted(paths) if not slugs or p.stem.replace("_", "-") in slugs]

    done = 0
    for path in chosen((ROOT / "snippets").glob("*/*.pycon")):
        done += 1
        print(f"{path.relative_to(ROOT)}: {refresh_session(path)} outputs rewritten")
    for path in chosen((ROOT / "snippets").glob("*/*.py")):
        if re.search(r"^def figure_", path.read_text("utf-8"), re.MULTILINE):
            done += 1
            print(f"{path.relative_to(ROOT)}: {refresh_figures(path)} figures rewritten")
    if books := chosen((ROOT / "docs").glob("*/*.ipynb")):
        import notebooks  # scripts/notebooks.py, beside this file

        for path in books:
            done += 1
            notebooks.refresh(path)
    if not done:
        sys.exit(f"Nothing to refresh for {', '.join(names)}: no such chapter or notebook.")


if __name__ == "__main__":
    main(sys.argv[1:])
