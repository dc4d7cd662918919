r"""
title: Newton values of leaves
level: 2
packages: numpy

In log-loss boosting a tree groups the rows, and every leaf adds one value to the log-odds of its
rows. One Newton step gives

$$
v = \frac{\sum_i (y_i - p_i)}{\sum_i p_i (1 - p_i)}
$$

with both sums over the rows of the leaf. Write `newton_leaf(y, p, leaf_ids)`. All three are arrays
with one entry per row: labels 0 or 1, current probabilities from 0 to 1, and the number of the
row's leaf.

Return a dictionary with a key (an `int`) for each leaf that occurs and its value (a `float`).
Where the lower sum is smaller than `1e-12`, the leaf is **saturated**: its value is 0.
"""

# %% setup
import numpy as np


# %% starter
def newton_leaf(y, p, leaf_ids):
    """Return {leaf: Newton value} for log-loss boosting."""
    return {}


# %% wrong mean-residual
"""This is the mean residual, the right value for squared loss. Log-loss divides by the curvature
$p(1-p)$."""


# fails: test_by_hand test_leaves_apart test_minimises test_saturated test_nearly_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = len(residuals)
        saturated = curvature < 1e-12
        values[int(leaf)] = 0.0 if saturated else float(residuals.sum() / curvature)
    return values


# %% wrong mean-of-ratios
"""You average the Newton steps of the rows. Sum first, above and below, then divide once."""


# fails: test_minimises
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-12
        values[int(leaf)] = (
            0.0
            if saturated
            else float((residuals / np.maximum(p[rows] * (1 - p[rows]), 1e-300)).mean())
        )
    return values


# %% wrong wrong-way
"""The sign is turned: a leaf whose rows are more often 1 than predicted must rise."""


# fails: test_by_hand test_leaves_apart test_minimises test_saturated test_nearly_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = p[rows] - y[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-12
        values[int(leaf)] = 0.0 if saturated else float(residuals.sum() / curvature)
    return values


# %% wrong no-guard
"""A leaf whose rows all have probability 0 or 1 has no curvature; you divide by almost nothing."""


# fails: test_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        values[int(leaf)] = float(residuals.sum() / max(curvature, 1e-300))
    return values


# %% wrong small-divisor
"""You put 1e-12 below the line, so a saturated leaf gets a huge value. It is 0."""


# fails: test_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        values[int(leaf)] = float(residuals.sum() / max(curvature, 1e-12))
    return values


# %% wrong guards-too-soon
"""A leaf with little curvature still moves. Only below `1e-12` its value is 0."""


# fails: test_nearly_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-4
        values[int(leaf)] = 0.0 if saturated else float(residuals.sum() / curvature)
    return values


# %% wrong all-rows
"""Every leaf gets the value of all rows together."""


# fails: test_by_hand test_leaves_apart test_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids >= 0
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-12
        values[int(leaf)] = 0.0 if saturated else float(residuals.sum() / curvature)
    return values


# %% wrong renumbers
"""The keys are 0, 1, 2, ...; use the leaves' own numbers, as `apply` gives them."""


# fails: test_by_hand test_leaves_apart test_saturated test_nearly_saturated
def newton_leaf(y, p, leaf_ids):
    values = {}
    for key, leaf in enumerate(np.unique(leaf_ids)):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-12
        values[key] = 0.0 if saturated else float(residuals.sum() / curvature)
    return values


# %% wrong numpy-keys
"""Turn keys into `int` and values into `float`: NumPy's own types print badly and cannot be
written as JSON."""


# fails: test_types
def newton_leaf(y, p, leaf_ids):
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-12
        values[leaf] = np.float64(0.0) if saturated else residuals.sum() / curvature
    return values


# %% hint
"""`np.unique(leaf_ids)` lists the leaves; `leaf_ids == leaf` marks the rows of one."""

# %% hint
"""Compute the lower sum first. If it is below `1e-12`, the value is `0.0`."""


# %% solution
def newton_leaf(y, p, leaf_ids):
    """Return {leaf: Newton value} for log-loss boosting."""
    values = {}
    for leaf in np.unique(leaf_ids):
        rows = leaf_ids == leaf
        residuals = y[rows] - p[rows]
        curvature = (p[rows] * (1 - p[rows])).sum()
        saturated = curvature < 1e-12  # equivalent: no sum is 1e-12 to the last digit
        values[int(leaf)] = 0.0 if saturated else float(residuals.sum() / curvature)
    return values


# %% tests
from snippets.checks import approx


def test_by_hand():
    """The courier's four stops: -0.75 / 0.1875 and 0.75 / 0.5625."""
    y, p, leaves = np.array([0, 1, 1, 1]), np.full(4, 0.75), np.array([1, 2, 2, 2])
    assert newton_leaf(y, p, leaves) == approx({1: -4.0, 2: 4 / 3})


def test_leaves_apart():
    """Leaves keep their own numbers and rows, whatever their order."""
    y, p = np.array([1, 0, 1, 0]), np.full(4, 0.5)
    assert newton_leaf(y, p, np.array([7, 4, 7, 4])) == approx({4: -2.0, 7: 2.0})


def test_minimises():
    """Repeated, the steps lead to the log-odds of the share: 3 of 4 rows from unequal starts."""
    y, leaves = np.array([1, 1, 1, 0]), np.zeros(4, dtype=int)
    p = np.array([0.2, 0.5, 0.6, 0.7])
    assert newton_leaf(y, p, leaves)[0] == approx(1 / 0.86)
    log_odds = np.zeros(4)
    for _ in range(6):
        log_odds = log_odds + newton_leaf(y, 1 / (1 + np.exp(-log_odds)), leaves)[0]
    assert log_odds == approx([np.log(3)] * 4)


def test_saturated():
    """A leaf whose probabilities are all 0 or 1 gets 0, right or wrong; other leaves do not."""
    y, p = np.array([1, 0, 1, 1, 1]), np.array([1.0, 1.0, 0.0, 1.0, 0.5])
    assert newton_leaf(y, p, np.array([3, 3, 3, 5, 6])) == approx({3: 0.0, 5: 0.0, 6: 2.0})
    almost = np.array([5e-13])
    assert newton_leaf(np.array([1]), almost, np.array([2])) == approx({2: 0.0})


def test_nearly_saturated():
    """A curvature of 0.00001 is small, but the leaf still gets its step."""
    p = np.array([1e-5])
    assert newton_leaf(np.array([0]), p, np.array([2])) == approx({2: -1 / (1 - 1e-5)})


def test_types():
    """Keys are int and values are float."""
    values = newton_leaf(np.array([1, 1]), np.array([0.5, 1.0]), np.array([2, 3]))
    assert [type(key).__name__ for key in values] == ["int", "int"]
    assert [type(value).__name__ for value in values.values()] == ["float", "float"]
