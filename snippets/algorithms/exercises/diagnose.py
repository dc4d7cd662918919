"""
title: Read a residual plot
level: 3
packages: numpy

A plot of residuals against fitted values shows what a model has missed. Write
`diagnose(residuals, fitted)`, which looks at the two arrays instead of the plot and returns one
word:

- `"outlier"`: one residual lies far from all others;
- `"curvature"`: the residuals follow a bend, high at both ends and low in the middle, or the other
  way round;
- `"heteroscedastic"`: their spread grows or shrinks along the fitted values;
- `"fine"`: none of these.

A case has one fault at most. The cases come from `make_case(kind, seed)` above: 200 points, in
any unit; try it with seeds of your own. The checks use ten seeds for each kind and ask for at
least 8 of 10 right in each kind and at least 34 of the 40 in all: noise makes a few cases hard to
tell.
"""

# %% setup
import numpy as np


def make_case(kind, seed):
    """Return residuals and fitted values that show one kind of pattern."""
    rng = np.random.default_rng(seed)
    fitted = rng.uniform(0, 10, size=200)
    residuals = rng.normal(size=200)
    sign = rng.choice([-1, 1])
    if kind == "curvature":
        bend = 0.12 * (fitted - 5) ** 2
        residuals += sign * (bend - bend.mean())
    elif kind == "heteroscedastic":
        along = fitted if sign > 0 else 10 - fitted
        residuals *= 0.3 + 0.2 * along
    elif kind == "outlier":
        residuals[rng.integers(200)] = sign * rng.uniform(12, 18)
    unit = 10 ** rng.uniform(-2, 2)
    return unit * residuals, unit * fitted


# %% starter
def diagnose(residuals, fitted):
    """Name the pattern: "outlier", "curvature", "heteroscedastic" or "fine"."""
    return "fine"


# %% wrong always-fine
"""You look at the mean of the residuals. Least squares makes it 0 whatever the pattern is."""


# fails: test_curvature test_heteroscedastic test_outlier test_all_forty
def diagnose(residuals, fitted):
    if abs(residuals.mean()) > residuals.std():
        return "curvature"
    return "fine"


# %% wrong spread-called-curvature
"""You test means only, so a wide spread at one end looks like a bend. Look at the *size* of the
residuals, too, and measure the bend against their spread."""


# fails: test_heteroscedastic test_all_forty
def diagnose(residuals, fitted):
    size = np.sort(np.abs(residuals))
    if size[-1] > 2 * size[-2]:
        return "outlier"
    thirds = np.array_split(residuals[np.argsort(fitted)], 3)
    if max(abs(third.mean()) for third in thirds) > 0.25 * residuals.std():
        return "curvature"
    return "fine"


# %% wrong outlier-called-spread
"""One far point doubles the standard deviation of its half. Look for a single point first, and for
the spread only when there is none."""


# fails: test_outlier test_all_forty
def diagnose(residuals, fitted):
    bend = (fitted - fitted.mean()) ** 2
    if abs(np.corrcoef(residuals, bend)[0, 1]) > 0.3:
        return "curvature"
    lower, upper = np.array_split(residuals[np.argsort(fitted)], 2)
    if max(lower.std() / upper.std(), upper.std() / lower.std()) > 1.35:
        return "heteroscedastic"
    size = np.sort(np.abs(residuals))
    return "outlier" if size[-1] > 2 * size[-2] else "fine"


# %% wrong too-eager
"""Random residuals are never perfectly flat. With 200 points, correlations of 0.1 come from noise
alone: ask for more before you raise the alarm."""


# fails: test_fine test_heteroscedastic test_all_forty
def diagnose(residuals, fitted):
    size = np.sort(np.abs(residuals))
    if size[-1] > 2 * size[-2]:
        return "outlier"
    if abs(np.corrcoef(residuals, (fitted - fitted.mean()) ** 2)[0, 1]) > 0.03:
        return "curvature"
    if abs(np.corrcoef(np.abs(residuals), fitted)[0, 1]) > 0.03:
        return "heteroscedastic"
    return "fine"


# %% hint
"""For a single far point: sort the absolute residuals and compare the largest with the second
largest."""

# %% hint
"""A bend: the residuals correlate with `(fitted - fitted.mean()) ** 2`. A changing spread: their
absolute values correlate with `fitted`. `np.corrcoef(a, b)[0, 1]` gives a correlation."""

# %% hint
"""With 200 random points a correlation strays by about 0.07 from 0. A limit of four times that
raises no false alarm."""


# %% solution
def diagnose(residuals, fitted):
    """Name the pattern: "outlier", "curvature", "heteroscedastic" or "fine"."""
    second, largest = np.sort(np.abs(residuals))[-2:]
    if largest > 2 * second:  # equivalent: no case lies on the limit, which may be 3 as well
        return "outlier"
    bend = (fitted - fitted.mean()) ** 2
    curved = abs(np.corrcoef(residuals, bend)[0, 1])  # equivalent: a correlation is symmetric
    if curved > 0.3:  # equivalent: no case lies on the limit
        return "curvature"
    widening = abs(np.corrcoef(np.abs(residuals), fitted)[0, 1])  # equivalent: it is symmetric
    if widening > 0.3:  # equivalent: no case lies on the limit
        return "heteroscedastic"
    return "fine"


# %% tests
def answers(kind):
    return [diagnose(*make_case(kind, seed)) for seed in range(100, 110)]


def right(kind):
    return answers(kind).count(kind)


def test_curvature():
    """At least 8 of 10 bends are found, upward and downward."""
    assert right("curvature") >= 8


def test_heteroscedastic():
    """At least 8 of 10 changing spreads are found, growing and shrinking."""
    assert right("heteroscedastic") >= 8


def test_outlier():
    """At least 8 of 10 single outliers are found, high and low."""
    assert right("outlier") >= 8


def test_fine():
    """At least 8 of 10 harmless cases raise no alarm."""
    assert right("fine") >= 8


def test_all_forty():
    """At least 34 of the 40 cases are right."""
    kinds = ["curvature", "heteroscedastic", "outlier", "fine"]
    assert sum(right(kind) for kind in kinds) >= 34
