r"""
title: Lloyd's algorithm
level: 2
packages: numpy

Write `kmeans(X, C0, max_iter=300)`. `X` has shape `(rows, columns)`; `C0` holds the starting
centres, one per row, not more than there are rows in `X`. Return a tuple
`(centres, labels, path)`:

1. **Assign.** Every row belongs to the centre with the smallest squared Euclidean distance; of
   equally near ones, to the one with the lowest number. The sum of these squared distances is the
   first entry of the list `path`.
2. **Update.** Move every centre to the mean of its rows. If no centre has moved at all (compare
   with `np.array_equal`), stop. Otherwise assign again and append the new sum to `path`.

Make at most `max_iter` updates. The labels returned belong to the centres returned, and both
arguments stay as they are.

**Empty clusters.** A centre may have no row. Before the means are taken, each empty cluster,
lowest number first, receives one row: the one with the largest squared distance to its centre,
among the rows whose cluster has more than one row at that moment (of equal ones the first).
"""

# %% setup
import numpy as np


# %% starter
def kmeans(X, C0, max_iter=300):
    """Cluster the rows of X, starting from the centres C0."""
    labels = np.zeros(len(X), dtype=int)
    path = []
    return C0, labels, path


# %% wrong loses-empty-clusters
"""The mean of no rows is NaN, and a NaN centre never gets a row again. Give an empty cluster the
row that is served worst."""


# fails: test_empty_cluster test_two_empty_clusters test_lonely_rows_stay test_equal_rows
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    while True:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels = squared.argmin(axis=1)
        path.append(squared.min(axis=1).sum())
        if len(path) > max_iter:
            return centres, labels, path
        sums = np.array([X[labels == j].sum(axis=0) for j in range(len(C0))])
        with np.errstate(invalid="ignore"):
            moved = sums / np.bincount(labels, minlength=len(C0))[:, None]
        if np.array_equal(moved, centres):
            return centres, labels, path
        centres = moved


# %% wrong keeps-empty-centres
"""You leave the centre of an empty cluster where it is. It may stay useless for ever; the task asks
for a row to be moved to it."""


# fails: test_empty_cluster test_two_empty_clusters test_lonely_rows_stay
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    while True:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels = squared.argmin(axis=1)
        path.append(squared.min(axis=1).sum())
        if len(path) > max_iter:
            return centres, labels, path
        filled = [(labels == j).any() for j in range(len(C0))]
        moved = [X[labels == j].mean(axis=0) if filled[j] else centres[j] for j in range(len(C0))]
        moved = np.array(moved)
        if np.array_equal(moved, centres):
            return centres, labels, path
        centres = moved


# %% wrong takes-a-lonely-row
"""You take the farthest row even when it is the only one of its cluster. That empties another
cluster, and its mean is NaN."""


# fails: test_lonely_rows_stay
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    while True:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels, gaps = squared.argmin(axis=1), squared.min(axis=1)
        path.append(gaps.sum())
        if len(path) > max_iter:
            return centres, labels, path
        given = labels.copy()
        for j in range(len(C0)):
            if not (given == j).any():
                far = gaps.argmax()
                given[far], gaps[far] = j, -1
        sums = np.array([X[given == j].sum(axis=0) for j in range(len(C0))])
        with np.errstate(invalid="ignore"):
            moved = sums / np.bincount(given, minlength=len(C0))[:, None]
        if np.array_equal(moved, centres):
            return centres, labels, path
        centres = moved


# %% wrong manhattan
"""You add absolute differences. The mean minimises *squared* distances; with another distance the
sum can rise from one step to the next."""


# fails: test_nearest_in_the_plane test_fixed_point
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    while True:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels = np.abs(X[:, None] - centres).sum(axis=2).argmin(axis=1)
        gaps = squared[np.arange(len(X)), labels]
        path.append(gaps.sum())
        if len(path) > max_iter:
            return centres, labels, path
        given = labels.copy()
        for j in range(len(C0)):
            if not (given == j).any():
                movable = np.bincount(given, minlength=len(C0))[given] > 1
                given[np.where(movable, gaps, -1).argmax()] = j
        moved = np.array([X[given == j].mean(axis=0) for j in range(len(C0))])
        if np.array_equal(moved, centres):
            return centres, labels, path
        centres = moved


# %% wrong medians
"""You move centres to the median. It minimises absolute distances; for squared ones it is the
mean."""


# fails: test_by_hand test_fixed_point test_max_iter test_two_empty_clusters
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    while True:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels, gaps = squared.argmin(axis=1), squared.min(axis=1)
        path.append(gaps.sum())
        if len(path) > max_iter:
            return centres, labels, path
        given = labels.copy()
        for j in range(len(C0)):
            if not (given == j).any():
                movable = np.bincount(given, minlength=len(C0))[given] > 1
                given[np.where(movable, gaps, -1).argmax()] = j
        moved = np.array([np.median(X[given == j], axis=0) for j in range(len(C0))])
        if np.array_equal(moved, centres):
            return centres, labels, path
        centres = moved


# %% wrong last-of-equals
"""A row as far from one centre as from another goes to the *later* one here. `argmin` takes the
first."""


# fails: test_ties test_equal_rows
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    while True:
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels = len(C0) - 1 - squared[:, ::-1].argmin(axis=1)
        gaps = squared.min(axis=1)
        path.append(gaps.sum())
        if len(path) > max_iter:
            return centres, labels, path
        given = labels.copy()
        for j in range(len(C0)):
            if not (given == j).any():
                movable = np.bincount(given, minlength=len(C0))[given] > 1
                given[np.where(movable, gaps, -1).argmax()] = j
        moved = np.array([X[given == j].mean(axis=0) for j in range(len(C0))])
        if np.array_equal(moved, centres):
            return centres, labels, path
        centres = moved


# %% wrong one-assignment-behind
"""When `max_iter` ends the loop, your labels and your path belong to the centres *before* the last
update. Assign again after each move."""


# fails: test_max_iter test_nearest_in_the_plane test_two_empty_clusters
def kmeans(X, C0, max_iter=300):
    centres, path = C0, []
    for _ in range(max_iter):
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        labels, gaps = squared.argmin(axis=1), squared.min(axis=1)
        path.append(gaps.sum())
        given = labels.copy()
        for j in range(len(C0)):
            if not (given == j).any():
                movable = np.bincount(given, minlength=len(C0))[given] > 1
                given[np.where(movable, gaps, -1).argmax()] = j
        moved = np.array([X[given == j].mean(axis=0) for j in range(len(C0))])
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres, labels, path


# %% wrong writes-into-c0
"""`C0[j] = ...` changes the caller's array. Work on a new one."""


# fails: test_arguments_are_left_alone
def kmeans(X, C0, max_iter=300):
    path = []
    while True:
        squared = ((X[:, None] - C0) ** 2).sum(axis=2)
        labels, gaps = squared.argmin(axis=1), squared.min(axis=1)
        path.append(gaps.sum())
        if len(path) > max_iter:
            return C0, labels, path
        given = labels.copy()
        for j in range(len(C0)):
            if not (given == j).any():
                movable = np.bincount(given, minlength=len(C0))[given] > 1
                given[np.where(movable, gaps, -1).argmax()] = j
        moved = np.array([X[given == j].mean(axis=0) for j in range(len(C0))])
        if np.array_equal(moved, C0):
            return C0, labels, path
        C0[:] = moved


# %% hint
"""`((X[:, None] - centres) ** 2).sum(axis=2)` is a table of squared distances: a line for each row
of `X`, a column for each centre."""

# %% hint
"""`np.bincount(labels, minlength=k)` counts the rows of every cluster, the empty ones too.
`counts[labels]` then says for each row how many rows its cluster has."""

# %% hint
"""To choose among some rows only, give the others a distance of -1 before `argmax`."""


# %% solution
def kmeans(X, C0, max_iter=300):
    """Cluster the rows of X, starting from the centres C0."""

    def assign(centres):
        squared = ((X[:, None] - centres) ** 2).sum(axis=2)
        return squared.argmin(axis=1), squared.min(axis=1)

    def update(labels, gaps):
        labels = labels.copy()
        for j in range(len(C0)):
            counts = np.bincount(labels, minlength=len(C0))
            if counts[j] == 0:
                spare = np.where(counts[labels] > 1, gaps, -1)  # equivalent: -2 is as low as -1
                labels[spare.argmax()] = j
        return np.array([X[labels == j].mean(axis=0) for j in range(len(C0))])

    centres = C0
    labels, gaps = assign(centres)
    path = [gaps.sum()]
    for _ in range(max_iter):
        moved = update(labels, gaps)
        if np.array_equal(moved, centres):  # equivalent: equality is symmetric
            break
        centres = moved
        labels, gaps = assign(centres)
        path.append(gaps.sum())
    return centres, labels, path


# %% tests
import inspect

from snippets.checks import approx

ROAD = np.array([[1.0], [2], [3], [9], [10], [14]])


def three_clouds():
    rng = np.random.default_rng(5)
    middles = np.repeat([[0.0, 0.0], [6.0, 1.0], [2.0, 7.0]], 30, axis=0)
    return middles + rng.normal(scale=1.5, size=(90, 2))


def test_by_hand():
    """Six customers on a road, two lockers: centres 2 and 11, sums 258, 53.68 and 16."""
    centres, labels, path = kmeans(ROAD, np.array([[1.0], [2.0]]))
    assert centres == approx([[2], [11]])
    assert labels == [0, 0, 0, 1, 1, 1]
    assert path == approx([258, 53.68, 16])


def test_nearest_in_the_plane():
    """Nearest means squared Euclidean distance: 3 across and 3 up is nearer than 5 up."""
    X = np.array([[0.0, 0.0], [3.0, 3.0], [0.0, 5.0]])
    centres, labels, path = kmeans(X, X[1:].copy(), max_iter=1)
    assert path == approx([18, 4.5 * 2])
    assert labels == [0, 0, 1]


def test_fixed_point():
    """Ninety points: each centre is the mean of its rows, each row is with its nearest centre."""
    X = three_clouds()
    centres, labels, path = kmeans(X, X[[0, 1, 2]])
    squared = [[sum((x - c) ** 2) for c in centres] for x in X]
    assert list(labels) == [row.index(min(row)) for row in squared]
    assert centres == approx([X[labels == j].mean(axis=0) for j in range(3)])
    assert path[-1] == approx(sum(min(row) for row in squared))
    assert all(later < earlier for earlier, later in zip(path[:-2], path[1:-1], strict=True))


def test_max_iter():
    """With max_iter=1 there is one update, and the labels belong to the centres returned."""
    centres, labels, path = kmeans(ROAD, np.array([[1.0], [2.0]]), max_iter=1)
    assert centres == approx([[1], [7.6]])
    assert labels == [0, 0, 0, 1, 1, 1]
    assert path == approx([258, 53.68])
    assert inspect.signature(kmeans).parameters["max_iter"].default == 300


def test_ties():
    """A row halfway between two centres goes to the first one."""
    X = np.array([[0.0], [2.0], [4.0]])
    centres, labels, path = kmeans(X, np.array([[0.0], [4.0]]))
    assert labels == [0, 0, 1]
    assert centres == approx([[1], [4]])


def test_empty_cluster():
    """A centre without rows takes the row farthest from its own centre; of equal ones the first."""
    centres, labels, path = kmeans(ROAD, np.array([[2.0], [11.0], [50.0]]))
    assert centres == approx([[2], [9.5], [14]])
    assert path == approx([16, 2.5])
    X = np.array([[0.0], [3.0], [6.0]])
    centres, labels, path = kmeans(X, np.array([[3.0], [90.0]]), max_iter=1)
    assert centres == approx([[4.5], [0]])


def test_two_empty_clusters():
    """Two centres without rows: the lower number takes the farthest row, the next the second."""
    C0 = np.array([[60.0], [3.0], [50.0]])
    centres, labels, path = kmeans(ROAD, C0, max_iter=1)
    assert centres == approx([[14], [3.75], [10]])
    assert labels == [1, 1, 1, 2, 2, 0]


def test_lonely_rows_stay():
    """A row that is alone in its cluster is not taken away, however far it is from its centre."""
    X = np.array([[0.0], [1.0], [2.0], [30.0]])
    centres, labels, path = kmeans(X, np.array([[0.5], [20.0], [90.0]]))
    assert centres == approx([[0.5], [30], [2]])
    assert labels == [0, 0, 2, 1]
    X = np.array([[0.0], [1.0]])
    centres, labels, path = kmeans(X, np.array([[0.0], [90.0]]))
    assert centres == approx([[0], [1]])


def test_equal_rows():
    """Fewer different rows than centres: it comes to rest; equal rows share the first centre."""
    X = np.array([[0.0], [0.0], [0.0], [5.0]])
    centres, labels, path = kmeans(X, np.array([[0.0], [0.0], [5.0]]))
    assert centres == approx([[0], [0], [5]])
    assert labels == [0, 0, 0, 2]
    assert path == approx([0])


def test_arguments_are_left_alone():
    """Neither X nor C0 is changed."""
    X, C0 = ROAD.copy(), np.array([[1.0], [2.0]])
    kmeans(X, C0)
    assert X == approx(ROAD)
    assert C0 == approx([[1], [2]])
