"""Exercises on a page: from one file to Markdown that reads well with and without scripts."""

import textwrap

import in_browser  # scripts/hooks/in_browser.py

from snippets.checks import find

__all__ = ["find", "to_markdown"]


def to_markdown(exercise, heading_level=3):
    """Render an exercise for a page.

    Parameters
    ----------
    exercise : snippets.checks.Exercise
    heading_level : int

    Returns
    -------
    str
    """
    name, slug = exercise.name, exercise.name.replace("_", "-")
    packages = " ".join(exercise.packages)
    needs = f" · uses {', '.join(exercise.packages)}" if packages else ""
    runs = " runs" if set(exercise.packages) <= set(in_browser.PACKAGES.values()) else ""
    parts = [
        f'<div class="exercise{runs}" data-exercise="{name}" data-file="{exercise.file}" '
        f'data-packages="{packages}" markdown>',
        f"{'#' * heading_level} Exercise: {exercise.title} {{ #exercise-{slug} }}",
        f"{exercise.level_name.capitalize()}{needs}\n{{ .exercise-facts }}",
    ]
    if exercise.setup:
        parts += ["This has run before your code does:", _fence(exercise.setup, "setup")]
    parts += [
        exercise.prompt,
        _fence(exercise.starter, "starter", f"{name}.py"),
        f"In a terminal: `python3 scripts/practice.py start {name}`, then "
        f"`python3 scripts/practice.py check {name}`.\n{{ .exercise-terminal }}",
        _details(
            "checks", "What the checks look at", "\n".join(f"- {c.title}" for c in exercise.checks)
        ),
    ]
    parts += [_details("hint", f"Hint {n}", hint) for n, hint in enumerate(exercise.hints, 1)]
    parts.append(_details("solution", "A solution", _fence(exercise.solution, "solution")))
    return "\n\n".join([*parts, "</div>"])


def _fence(code, css_class, title=""):
    title = f' title="{title}"' if title else ""
    return f"``` {{ .python .{css_class}{title} }}\n{code.strip()}\n```"


def _details(css_class, summary, body):
    return f'??? {css_class} "{summary}"\n\n{textwrap.indent(body, "    ")}'
