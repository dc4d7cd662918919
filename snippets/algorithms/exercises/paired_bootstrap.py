r"""
title: Which model is better on these rows?
level: 2
packages: numpy

Two models answered the same test rows. How much better is the first, and could it be luck?

Write `paired_bootstrap(y, pa, pb, metric, n, rng)`:

1. The estimate is `metric(y, pa) - metric(y, pb)` on all rows.
2. `n` times: draw as many rows as there are, with replacement, by
   `rows = rng.integers(len(y), size=len(y))`, **one draw for truth and both models**, and compute
   the same difference on these rows.
3. Return `(estimate, low, high)`: the ends are the quantiles 0.025 and 0.975 of the `n` differences
   (`np.quantile`), the middle 95 %.

`y`, `pa` and `pb` are arrays of one length; `metric(y, p)` returns a number and is larger when the
model is better. All rows of a draw go into one call of `metric`: it need not be a mean. Draw from
`rng` only as described, so that the numbers can be compared.
"""

# %% setup
import numpy as np


def accuracy(y, p):
    return np.mean(y == p)


def f2(y, p):
    return 5 * np.sum(y * p) / (4 * np.sum(y) + np.sum(p))


# %% starter
def paired_bootstrap(y, pa, pb, metric, n, rng):
    """Difference of two models on the same rows, with a 95 % interval."""
    estimate = metric(y, pa) - metric(y, pb)
    return estimate, estimate, estimate


# %% wrong drawn-separately
"""You draw rows for each model separately. What both find hard then no longer cancels: the interval
is too wide, and two identical models seem to differ."""


# fails: test_identical_models test_same_draws test_metric_that_is_no_mean
# fails: test_coverage test_narrower_than_apart
def paired_bootstrap(y, pa, pb, metric, n, rng):
    differences = []
    for _ in range(n):
        rows_a = rng.integers(len(y), size=len(y))
        rows_b = rng.integers(len(y), size=len(y))
        differences.append(metric(y[rows_a], pa[rows_a]) - metric(y[rows_b], pb[rows_b]))
    low, high = np.quantile(differences, [0.025, 0.975])
    return metric(y, pa) - metric(y, pb), low, high


# %% wrong truth-not-drawn
"""You draw the answers of the models and leave `y` as it is: answers meet the truth of other
rows."""


# fails: test_same_draws test_metric_that_is_no_mean test_coverage
def paired_bootstrap(y, pa, pb, metric, n, rng):
    differences = []
    for _ in range(n):
        rows = rng.integers(len(y), size=len(y))
        differences.append(metric(y, pa[rows]) - metric(y, pb[rows]))
    low, high = np.quantile(differences, [0.025, 0.975])
    return metric(y, pa) - metric(y, pb), low, high


# %% wrong second-minus-first
"""Your difference has the wrong sign: first model minus second."""


# fails: test_estimate test_same_draws test_metric_that_is_no_mean test_coverage
def paired_bootstrap(y, pa, pb, metric, n, rng):
    differences = []
    for _ in range(n):
        rows = rng.integers(len(y), size=len(y))
        differences.append(metric(y[rows], pb[rows]) - metric(y[rows], pa[rows]))
    low, high = np.quantile(differences, [0.025, 0.975])
    return metric(y, pb) - metric(y, pa), low, high


# %% wrong without-replacement
"""You shuffle the rows. Drawn without replacement they are the same rows each time, and nothing
varies."""


# fails: test_same_draws test_metric_that_is_no_mean test_coverage
def paired_bootstrap(y, pa, pb, metric, n, rng):
    differences = []
    for _ in range(n):
        rows = rng.permutation(len(y))
        differences.append(metric(y[rows], pa[rows]) - metric(y[rows], pb[rows]))
    low, high = np.quantile(differences, [0.025, 0.975])
    return metric(y, pa) - metric(y, pb), low, high


# %% wrong five-percent-at-each-end
"""You cut off 5 % at each end, which leaves the middle 90 %. For 95 %, cut off 2.5 % at each
end."""


# fails: test_same_draws test_metric_that_is_no_mean test_coverage
def paired_bootstrap(y, pa, pb, metric, n, rng):
    differences = []
    for _ in range(n):
        rows = rng.integers(len(y), size=len(y))
        differences.append(metric(y[rows], pa[rows]) - metric(y[rows], pb[rows]))
    low, high = np.quantile(differences, [0.05, 0.95])
    return metric(y, pa) - metric(y, pb), low, high


# %% wrong middle-of-the-draws
"""You return the mean of the draws as the estimate. Compute the estimate on the real rows."""


# fails: test_estimate test_metric_that_is_no_mean
def paired_bootstrap(y, pa, pb, metric, n, rng):
    differences = []
    for _ in range(n):
        rows = rng.integers(len(y), size=len(y))
        differences.append(metric(y[rows], pa[rows]) - metric(y[rows], pb[rows]))
    low, high = np.quantile(differences, [0.025, 0.975])
    return float(np.mean(differences)), low, high


# %% hint
"""`y[rows]`, `pa[rows]` and `pb[rows]` with the *same* `rows`: truth and answers stay together."""

# %% hint
"""Collect the `n` differences in a list; `np.quantile(differences, [0.025, 0.975])` gives both
ends."""


# %% solution
def paired_bootstrap(y, pa, pb, metric, n, rng):
    """Difference of two models on the same rows, with a 95 % interval."""
    differences = []
    for _ in range(n):
        rows = rng.integers(len(y), size=len(y))
        differences.append(metric(y[rows], pa[rows]) - metric(y[rows], pb[rows]))
    low, high = np.quantile(differences, [0.025, 0.975])
    return metric(y, pa) - metric(y, pb), low, high


# %% tests
from snippets.checks import approx


def two_models(rng, size):
    """Both miss the hard fifth of the rows; of the rest the first misses 4 %, the second 9 %."""
    y = (rng.random(size) < 0.4).astype(int)
    hard = rng.random(size) < 0.2
    slip_a, slip_b = rng.random(size) < 0.04, rng.random(size) < 0.09
    return y, np.where(hard | slip_a, 1 - y, y), np.where(hard | slip_b, 1 - y, y)


def expected(y, pa, pb, metric, n, rng):
    rows = rng.integers(len(y), size=(n, len(y)))
    draws = [metric(y[r], pa[r]) - metric(y[r], pb[r]) for r in rows]
    return np.quantile(draws, [0.025, 0.975])


def test_estimate():
    """The estimate is the difference on the real rows, first minus second."""
    y, pa, pb = two_models(np.random.default_rng(1), 150)
    estimate, _, _ = paired_bootstrap(y, pa, pb, accuracy, 20, np.random.default_rng(0))
    assert estimate == approx(accuracy(y, pa) - accuracy(y, pb), rel=1e-12)


def test_identical_models():
    """A model compared with itself: 0, from 0 to 0."""
    y, pa, _ = two_models(np.random.default_rng(2), 100)
    result = paired_bootstrap(y, pa, pa, accuracy, 50, np.random.default_rng(0))
    assert result == approx((0, 0, 0))


def test_same_draws():
    """With the draws as described, the ends agree to 12 digits."""
    data = two_models(np.random.default_rng(3), 120)
    _, low, high = paired_bootstrap(*data, accuracy, 200, np.random.default_rng(5))
    ends = expected(*data, accuracy, 200, np.random.default_rng(5))
    assert [low, high] == approx(ends, rel=1e-12)


def test_metric_that_is_no_mean():
    """With F2, estimate and ends are computed on whole draws, truth first."""
    y, pa, pb = two_models(np.random.default_rng(4), 80)
    result = paired_bootstrap(y, pa, pb, f2, 100, np.random.default_rng(6))
    low, high = expected(y, pa, pb, f2, 100, np.random.default_rng(6))
    assert result == approx((f2(y, pa) - f2(y, pb), low, high), rel=1e-12)


def test_coverage():
    """Of 100 test sets, 89 to 99 have an interval that holds the true difference, 0.04."""
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(100):
        _, low, high = paired_bootstrap(*two_models(rng, 300), accuracy, 100, rng)
        covered += low <= 0.04 <= high
    assert 89 <= covered <= 99


def test_narrower_than_apart():
    """Pairing pays: the interval is less than 0.7 times as wide as with separate draws."""
    y, pa, pb = two_models(np.random.default_rng(8), 300)
    _, low, high = paired_bootstrap(y, pa, pb, accuracy, 300, np.random.default_rng(1))
    spread = np.sqrt(np.var(y == pa) / 300 + np.var(y == pb) / 300)
    assert high - low < 0.7 * 2 * 1.96 * spread
