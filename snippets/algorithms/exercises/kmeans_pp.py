r"""
title: Seeding by k-means++
level: 1
packages: numpy

Good starting centres are far apart. Write `kmeans_pp(X, k, rng)`, which draws `k` rows of `X` and
returns them as an array of shape `(k, columns)`, in the order in which they were drawn:

- the first row is drawn from all rows with equal chances;
- every further row is drawn with chances in proportion to its **squared** Euclidean distance to
  the **nearest** centre drawn so far.

When all these distances are 0 (there are fewer different rows than centres), all chances are
equal again.

Draw each time with one call of `rng.choice(len(X), p=chances)`, where `chances` sums to 1; for
equal chances you may leave out `p`. Use no other source of chance: with the same `rng` the same
rows must come out. `X` stays as it is, and `k` is at least 1.
"""

# %% setup
import numpy as np


# %% starter
def kmeans_pp(X, k, rng):
    """Draw k rows of X, far from each other."""
    centres = X[:k]
    return centres


# %% wrong uniform
"""You draw every row with the same chance. Then two centres often land in one cluster, and the
start is no better than chance."""


# fails: test_squared_distances test_nearest_centre test_duplicates
def kmeans_pp(X, k, rng):
    return np.array([X[rng.choice(len(X))] for _ in range(k)])


# %% wrong not-squared
"""The chances follow the distance itself. k-means++ squares it, as the objective does."""


# fails: test_squared_distances test_nearest_centre
def kmeans_pp(X, k, rng):
    centres = [X[rng.choice(len(X))]]
    while len(centres) < k:
        distance = np.min([np.sqrt(((X - c) ** 2).sum(axis=1)) for c in centres], axis=0)
        total = distance.sum()
        centres.append(X[rng.choice(len(X), p=distance / total if total > 0 else None)])
    return np.array(centres)


# %% wrong last-centre-only
"""You measure from the last centre only, so the next may land beside an earlier one. Take for each
row the distance to the *nearest* of all centres."""


# fails: test_nearest_centre
def kmeans_pp(X, k, rng):
    centres = [X[rng.choice(len(X))]]
    while len(centres) < k:
        squared = ((X - centres[-1]) ** 2).sum(axis=1)
        total = squared.sum()
        centres.append(X[rng.choice(len(X), p=squared / total if total > 0 else None)])
    return np.array(centres)


# %% wrong divides-by-zero
"""When every row equals a centre, all distances are 0 and you divide by 0. Draw with equal chances
then."""


# fails: test_all_rows_equal
def kmeans_pp(X, k, rng):
    centres = [X[rng.choice(len(X))]]
    while len(centres) < k:
        squared = np.min([((X - c) ** 2).sum(axis=1) for c in centres], axis=0)
        with np.errstate(invalid="ignore"):
            chances = squared / squared.sum()
        centres.append(X[rng.choice(len(X), p=chances)])
    return np.array(centres)


# %% wrong farthest-row
"""You take the farthest row each time. That picks outliers; k-means++ *draws*, and the far rows
only have better chances."""


# fails: test_squared_distances test_nearest_centre test_duplicates test_all_rows_equal
def kmeans_pp(X, k, rng):
    centres = [X[rng.choice(len(X))]]
    while len(centres) < k:
        squared = np.min([((X - c) ** 2).sum(axis=1) for c in centres], axis=0)
        centres.append(X[squared.argmax()])
    return np.array(centres)


# %% wrong own-generator
"""You make a generator of your own, so the caller cannot repeat or vary the draw. Use `rng`."""


# fails: test_squared_distances test_nearest_centre test_duplicates test_all_rows_equal
# fails: test_first_centre test_seeded
def kmeans_pp(X, k, rng):
    rng = np.random.default_rng(0)
    centres = [X[rng.choice(len(X))]]
    while len(centres) < k:
        squared = np.min([((X - c) ** 2).sum(axis=1) for c in centres], axis=0)
        total = squared.sum()
        centres.append(X[rng.choice(len(X), p=squared / total if total > 0 else None)])
    return np.array(centres)


# %% hint
"""`((X - centre) ** 2).sum(axis=1)` gives the squared distances of all rows to one centre. With
several centres take the smallest for each row."""

# %% hint
"""Divide the squared distances by their sum: chances sum to 1. If the sum is 0, draw without
`p`."""


# %% solution
def kmeans_pp(X, k, rng):
    """Draw k rows of X, far from each other."""
    centres = [X[rng.choice(len(X))]]
    while len(centres) < k:
        squared = np.min([((X - c) ** 2).sum(axis=1) for c in centres], axis=0)
        total = squared.sum()
        chances = squared / total if total > 0 else None
        centres.append(X[rng.choice(len(X), p=chances)])
    return np.array(centres)


# %% tests
from snippets.checks import approx

ROAD = np.array([[1.0], [2], [3], [9], [10], [14]])


class Scripted:
    """Stands in for a generator: returns the rows it was told to, and writes down the chances."""

    def __init__(self, *rows):
        self.rows, self.chances = list(rows), []

    def choice(self, a, size=None, replace=True, p=None):
        p = [1 / a] * a if p is None else [float(chance) for chance in p]
        if abs(sum(p) - 1) > 1e-9:
            raise ValueError(f"chances sum to {sum(p)}, not to 1")
        self.chances.append(p)
        return self.rows.pop(0)


def test_first_centre():
    """The first row is drawn with equal chances, and it is a row of X."""
    rng = Scripted(3)
    assert kmeans_pp(ROAD, 1, rng) == approx([[9]])
    assert rng.chances == approx([[1 / 6] * 6])


def test_squared_distances():
    """After km 2 the chances are 1, 0, 1, 49, 64 and 144 parts of 259."""
    rng = Scripted(1, 5)
    assert kmeans_pp(ROAD, 2, rng) == approx([[2], [14]])
    assert rng.chances[1] == approx([part / 259 for part in [1, 0, 1, 49, 64, 144]])


def test_nearest_centre():
    """With several centres, in the plane, the nearest one counts for each row."""
    X = np.array([[0.0, 0.0], [3.0, 4.0], [9.0, 0.0], [9.0, 1.0]])
    rng = Scripted(0, 2, 1)
    assert kmeans_pp(X, 3, rng) == approx([[0, 0], [9, 0], [3, 4]])
    assert rng.chances[1] == approx([part / 188 for part in [0, 25, 81, 82]])
    assert rng.chances[2] == approx([0, 25 / 26, 0, 1 / 26])


def test_duplicates():
    """A row that equals a centre has no chance while others differ."""
    X = np.array([[5.0], [5.0], [5.0], [6.0]])
    rng = Scripted(0, 3)
    assert kmeans_pp(X, 2, rng) == approx([[5], [6]])
    assert rng.chances[1] == approx([0, 0, 0, 1])


def test_all_rows_equal():
    """When all rows equal a centre, the chances are equal."""
    X = np.array([[5.0, 1.0], [5.0, 1.0]])
    rng = Scripted(0, 1, 1)
    assert kmeans_pp(X, 3, rng) == approx([[5, 1], [5, 1], [5, 1]])
    assert rng.chances == approx([[0.5, 0.5]] * 3)


def test_seeded():
    """The same generator gives the same rows, another one gives others, and X is not changed."""
    X = np.random.default_rng(1).normal(size=(50, 2))
    before = X.copy()
    starts = [kmeans_pp(X, 4, np.random.default_rng(seed)) for seed in (7, 7, 8)]
    assert starts[0] == approx(starts[1])
    assert abs(starts[0] - starts[2]).max() > 0.01
    assert X == approx(before)
