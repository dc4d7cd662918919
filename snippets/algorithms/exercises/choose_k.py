r"""
title: How many components
level: 1
packages: numpy

Write `choose_k(X, target, standardise)`. It returns the smallest number of principal components
whose variances add up to **at least** the share `target` of the total variance.

`X` has shape `(rows, columns)`, none of its columns is constant, and `target` is above 0 and at
most 1. With `standardise=True` every column is first divided by its standard deviation; with
`False` columns are only centred.

Rounding may put a sum a hair below the target that it equals on paper. So count a sum as having
reached the target when it is no more than `1e-9` below it.
"""

# %% setup
import numpy as np


# %% starter
def choose_k(X, target, standardise):
    """Smallest number of components that keep a share of the variance."""
    return 1


# %% wrong one-too-few
"""The position at which the target is reached counts from 0; the number of components counts from
1."""


# fails: test_between_two_sums test_exactly_the_target test_everything test_standardise
# fails: test_repeated_column test_more_columns_than_rows
def choose_k(X, target, standardise):
    X = X - X.mean(axis=0)
    if standardise:
        X = X / X.std(axis=0)
    variances = np.linalg.svd(X, compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    return int(np.argmax(shares >= target - 1e-9))


# %% wrong one-too-many
"""You count the components that stay below the target and add two. When `j` sums stay below it,
the next one, number `j + 1`, reaches it."""


# fails: test_between_two_sums test_exactly_the_target test_everything test_standardise
# fails: test_repeated_column test_more_columns_than_rows
def choose_k(X, target, standardise):
    X = X - X.mean(axis=0)
    if standardise:
        X = X / X.std(axis=0)
    variances = np.linalg.svd(X, compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    return int((shares < target - 1e-9).sum()) + 2


# %% wrong above-the-target
"""You ask for *more* than the target. A sum that equals it is enough, rounding included."""


# fails: test_exactly_the_target test_everything test_standardise test_repeated_column
def choose_k(X, target, standardise):
    X = X - X.mean(axis=0)
    if standardise:
        X = X / X.std(axis=0)
    variances = np.linalg.svd(X, compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    return int((shares <= target + 1e-9).sum()) + 1


# %% wrong not-squared
"""Singular values are standard deviations up to a factor. Square them before you add."""


# fails: test_exactly_the_target
def choose_k(X, target, standardise):
    X = X - X.mean(axis=0)
    if standardise:
        X = X / X.std(axis=0)
    stretches = np.linalg.svd(X, compute_uv=False)
    shares = np.cumsum(stretches) / stretches.sum()
    return int((shares < target - 1e-9).sum()) + 1


# %% wrong never-standardises
"""The argument `standardise` is never used: the column with the largest unit decides."""


# fails: test_standardise
def choose_k(X, target, standardise):
    variances = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    return int((shares < target - 1e-9).sum()) + 1


# %% wrong always-standardises
"""You scale the columns although `standardise` is false."""


# fails: test_between_two_sums test_exactly_the_target test_standardise
def choose_k(X, target, standardise):
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    variances = np.linalg.svd(X, compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    return int((shares < target - 1e-9).sum()) + 1


# %% wrong not-centred
"""Without centring, the first direction points at the mean and takes nearly everything."""


# fails: test_between_two_sums test_exactly_the_target test_standardise test_more_columns_than_rows
def choose_k(X, target, standardise):
    if standardise:
        X = X / X.std(axis=0)
    variances = np.linalg.svd(X, compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    return int((shares < target - 1e-9).sum()) + 1


# %% hint
"""The squared singular values of the centred table are the variances, up to a factor that cancels
in the shares."""

# %% hint
"""`np.cumsum` adds up. Count the sums that stay below the target, then take one component more."""


# %% solution
def choose_k(X, target, standardise):
    """Smallest number of components that keep a share of the variance."""
    X = X - X.mean(axis=0)
    if standardise:
        X = X / X.std(axis=0)
    variances = np.linalg.svd(X, compute_uv=False) ** 2
    shares = np.cumsum(variances) / variances.sum()
    below = shares < target - 1e-9  # equivalent: no sum lies on this limit to the last digit
    return int(below.sum()) + 1


# %% tests
def four_directions(variances=(8, 5, 4, 3)):
    """Columns at right angles, with means far from 0."""
    signs = np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]])
    signs = np.vstack([signs, -signs])
    return signs * np.sqrt(variances) + [100, 200, 300, 400]


def test_between_two_sums():
    """Shares 0.4, 0.25, 0.2 and 0.15: one component for 0.3, two for 0.5, three for 0.8."""
    assert choose_k(four_directions(), 0.3, False) == 1
    assert choose_k(four_directions(), 0.5, False) == 2
    assert choose_k(four_directions(), 0.8, False) == 3


def test_exactly_the_target():
    """A sum that equals the target on paper reaches it: 0.4 by one, 0.65 by two, 0.85 by three."""
    assert choose_k(four_directions(), 0.4, False) == 1
    assert choose_k(four_directions(), 0.65, False) == 2
    assert choose_k(four_directions(), 0.85, False) == 3
    assert choose_k(four_directions(), 0.65 + 1e-7, False) == 3


def test_everything():
    """A target of 1 takes all four, scaled or not, and never more."""
    assert choose_k(four_directions(), 1.0, False) == 4
    assert choose_k(four_directions(), 1.0, True) == 4


def test_standardise():
    """A column in a unit a thousand times smaller: one component unscaled, three scaled."""
    X = four_directions() * [1, 1, 1, 1000]
    assert choose_k(X, 0.75, False) == 1
    assert choose_k(X, 0.75, True) == 3


def test_repeated_column():
    """When a column stands there twice, two components hold everything that three columns hold."""
    X = four_directions()[:, [0, 0, 1]]
    assert choose_k(X, 1.0, False) == 2
    assert choose_k(X, 1.0, True) == 2


def test_more_columns_than_rows():
    """Five rows and twelve columns vary in four directions at most."""
    X = np.random.default_rng(2).normal(loc=30, size=(5, 12))
    assert choose_k(X, 0.999, False) == 4
    assert choose_k(X, 0.6, False) == 2
