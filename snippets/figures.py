"""One look for every figure: palette, sizes and SVG output.

A chapter's figure is a function ``figure_<name>()`` that returns a Matplotlib figure. It is drawn
once in the light palette; the site derives the dark variant by exchanging these colours, so a
figure uses no colour that is not named here.
"""

import io

import matplotlib
from matplotlib.figure import Figure

from snippets.palette import (
    DARK,
    GRID,
    INK,
    MUTED,
    ORANGE,
    PALE_ORANGE,
    PALE_TEAL,
    PURPLE,
    TEAL,
    to_dark,
)

__all__ = [
    "DARK",
    "GRID",
    "INK",
    "MUTED",
    "ORANGE",
    "PALE_ORANGE",
    "PALE_TEAL",
    "PURPLE",
    "TEAL",
    "new_figure",
    "to_dark",
    "to_svg",
]

STYLE = {
    "svg.fonttype": "none",  # text stays text: small files that use the reader's fonts
    "svg.hashsalt": "handbook",  # the same figure gives the same ids
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "font.family": "sans-serif",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "grid.color": GRID,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "lines.linewidth": 2,
    "legend.frameon": False,
    "axes.prop_cycle": matplotlib.cycler(color=[TEAL, ORANGE, PURPLE, INK]),
}


def new_figure(rows=1, columns=1, width=4.8, height=3.0, **options):
    """Make an empty figure in the handbook's style.

    Parameters
    ----------
    rows, columns : int
        Grid of axes. On a phone a figure is about 3.4 inches wide: prefer rows to columns.
    width, height : float
        Size in inches. At the default width the text keeps the size of the page's text on a
        desktop and stays legible on a phone; a wider figure shrinks its text.
    **options
        Passed on to :meth:`matplotlib.figure.Figure.subplots`.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes or ndarray of Axes

    Examples
    --------
    >>> figure, axes = new_figure(rows=2)
    >>> axes.shape
    (2,)
    """
    with matplotlib.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.subplots(rows, columns, **options)
    return figure, axes


def to_svg(figure):
    """Return the figure as SVG text that is the same on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    str

    Examples
    --------
    >>> figure, axes = new_figure()
    >>> to_svg(figure) == to_svg(figure)
    True
    """
    buffer = io.StringIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    return "\n".join(lines) + "\n"
