"""The colours of every figure, in the light and in the dark.

Nothing is imported here: the site is built without Matplotlib.
"""

INK = "#1f2328"  # text, axes, data without a role of its own
MUTED = "#646b73"  # secondary text, reference lines
GRID = "#d9d6cf"  # grid lines, light fills
TEAL = "#0b6e69"  # first series
ORANGE = "#c2500a"  # second series, what to look at
PURPLE = "#6b4fa0"  # third series
PALE_TEAL = "#bfe0dc"  # areas behind the first series
PALE_ORANGE = "#f6d3b8"  # areas behind the second series

#: Light colour -> its counterpart on a dark page; text has a contrast of 4.5:1 or more on both.
DARK = {
    INK: "#e6e3dc",
    MUTED: "#a5abb3",
    GRID: "#454b54",
    TEAL: "#5cc8bf",
    ORANGE: "#f2955a",
    PURPLE: "#b9a3e3",
    PALE_TEAL: "#1d4a48",
    PALE_ORANGE: "#5a3418",
}


def to_dark(svg):
    """Exchange the light palette of an SVG text for the dark one.

    Parameters
    ----------
    svg : str

    Returns
    -------
    str

    Examples
    --------
    >>> to_dark('<path style="stroke: #0b6e69"/>')
    '<path style="stroke: #5cc8bf"/>'
    """
    for light, dark in DARK.items():
        svg = svg.replace(light, dark)
    return svg
