r"""
title: The best question
level: 2
packages: numpy

Write `best_split(X, y, criterion="gini")`. `X` has shape `(rows, columns)`, `y` holds one whole
number per row, its class. A question is "is column `feature` at most `threshold`?"; rows that say
yes go left, the others right. Return the question with the largest gain as
`(feature, threshold, gain)`.

- The gain is the impurity of all rows minus the impurities of both sides, each weighted by its
  share of the rows. `criterion` is `"gini"`, $1 - \sum_k p_k^2$, or `"entropy"` in bits,
  $-\sum_k p_k \log_2 p_k$.
- Thresholds lie in the middle between two neighbouring different values of a column.
- Gains that differ by less than `1e-12` are equal. Among equally good questions take the lowest
  column, then the lowest threshold.
- A gain of 0 is allowed. Return `None` only if there is no question at all: no column has two
  different values.

Sort every column once; do not count again for every threshold. 5,000 rows with 20 columns have to
take less than 2 seconds.
"""

# %% setup
import numpy as np


# %% starter
def best_split(X, y, criterion="gini"):
    """Return (feature, threshold, gain) of the best question, or None."""
    return 0, X[:, 0].mean(), 0.0


# %% wrong threshold-at-a-value
"""Your threshold is one of the values. A new row a little above it would go right, though it is
nearest to the rows on the left. Take the middle between the two neighbours."""


# fails: test_courier test_entropy test_three_classes test_equal_gains test_equal_values
# fails: test_nothing_to_ask test_gain_of_zero
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = feature, values[cut], gains[cut]
    return best


# %% wrong one-place-too-far
"""Your threshold lies one place too far: row `i` of the running counts belongs to the cut between
value `i` and value `i + 1`."""


# fails: test_courier test_entropy test_three_classes test_equal_gains test_equal_values
# fails: test_nothing_to_ask test_gain_of_zero
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = (
                feature,
                (values[cut + 1] + values[min(cut + 2, len(values) - 1)]) / 2,
                gains[cut],
            )
    return best


# %% wrong quadratic
"""You go through all rows again for every threshold. Sort the column once; the counts on the left
then grow by one row per step (`np.cumsum`)."""


# fails: test_speed
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best, classes = None, y.max() + 1
    total = np.bincount(y, minlength=classes)
    for feature in range(X.shape[1]):
        values = np.unique(X[:, feature])
        for low, high in zip(values, values[1:]):
            goes_left = X[:, feature] <= low
            left = np.bincount(y[goes_left], minlength=classes)
            share = left.sum() / len(y)
            after = share * impurity(left, criterion)
            after += (1 - share) * impurity(total - left, criterion)
            gain = impurity(total, criterion) - after
            if best is None or gain > best[2] + 1e-12:
                best = feature, (low + high) / 2, gain
    return best


# %% wrong unweighted
"""You add the impurities of both sides without their weights. A pure side of one row then counts
as much as a pure side of a thousand."""


# fails: test_courier test_entropy test_three_classes test_equal_gains test_equal_values
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        after = (impurity(left, criterion) + impurity(total - left, criterion)) / 2
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% wrong always-gini
"""`criterion` is never asked for: with `"entropy"` the gain is in bits."""


# fails: test_entropy test_three_classes
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    return 1 - (shares**2).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% wrong last-of-equals
"""Of equally good columns you keep the last one. Replace the best only by one with a larger
gain."""


# fails: test_equal_gains test_nothing_to_ask test_gain_of_zero
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] >= (-np.inf if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% wrong highest-threshold
"""Of equally good thresholds in a column you keep the highest. The task asks for the lowest."""


# fails: test_equal_gains test_equal_values
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = len(gains) - 1 - np.argmax(gains[::-1]) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% wrong cuts-between-equals
"""You cut between two rows with the same value. No threshold can part them: skip the places where
the sorted column does not rise."""


# fails: test_three_classes test_equal_values test_nothing_to_ask test_gain_of_zero
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% wrong none-for-no-gain
"""You return `None` when the best gain is 0. Two questions together may sort what one alone cannot:
return the first question then."""


# fails: test_gain_of_zero
def impurity(counts, criterion):
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)
    return -(shares * np.log2(np.where(shares > 0, shares, 1))).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    best = None
    indicators = np.eye(y.max() + 1)[y]
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (0 if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% hint
"""`order = np.argsort(X[:, feature])` sorts a column, and `y[order]` brings the classes along."""

# %% hint
"""With `indicators = np.eye(classes)[y]`, one 0/1 column per class, row `i` of
`np.cumsum(indicators[order], axis=0)` holds the class counts of the first `i + 1` rows. The right
side has the total minus these."""

# %% hint
"""Round the gains to 12 digits. `argmax` then finds the first of equal ones. Set gains between
equal values to `-np.inf` before."""


# %% solution
def impurity(counts, criterion):
    """Impurity of one or many nodes from their class counts, classes along the last axis."""
    shares = counts / counts.sum(axis=-1, keepdims=True)
    if criterion == "gini":
        return 1 - (shares**2).sum(axis=-1)  # equivalent: a constant cancels in the gain
    logs = np.log2(np.where(shares > 0, shares, 1))  # equivalent: they are multiplied by 0
    return -(shares * logs).sum(axis=-1)


def best_split(X, y, criterion="gini"):
    """Return (feature, threshold, gain) of the best question, or None."""
    best = None
    indicators = (y[:, None] == np.unique(y)).astype(float)
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature])
        values = X[order, feature]
        counts = np.cumsum(indicators[order], axis=0)
        left, total = counts[:-1], counts[-1]
        share = np.arange(1, len(y)) / len(y)
        after = share * impurity(left, criterion) + (1 - share) * impurity(total - left, criterion)
        gains = np.round(impurity(total, criterion) - after, 12)  # equivalent: 13 digits do as well
        gains[values[1:] == values[:-1]] = -np.inf
        cut = np.argmax(gains) if len(gains) else None
        if cut is not None and gains[cut] > (-np.inf if best is None else best[2]):
            best = feature, (values[cut] + values[cut + 1]) / 2, gains[cut]
    return best


# %% tests
import time
from snippets.checks import approx

KM = [1.0, 2, 3, 4, 5, 7, 8, 9]
PARCELS = [3.0, 1, 6, 4, 2, 2, 5, 3]
STOPS = np.column_stack([KM, PARCELS])
LATE = np.array([0, 0, 1, 0, 0, 1, 1, 1])


def counted_again(X, y, criterion):
    """Gain of every question, counted the slow way."""

    def node(labels):
        shares = np.array([np.mean(labels == k) for k in set(labels.tolist())])
        return 1 - sum(shares**2) if criterion == "gini" else -sum(shares * np.log2(shares))

    gains = {}
    for feature in range(X.shape[1]):
        values = sorted(set(X[:, feature].tolist()))
        for i in range(len(values) - 1):
            threshold = (values[i] + values[i + 1]) / 2
            sides = [y[X[:, feature] <= threshold], y[X[:, feature] > threshold]]
            gain = node(y) - sum(len(side) / len(y) * node(side) for side in sides)
            gains[feature, threshold] = gain
    return gains


def test_courier():
    """The courier's eight stops: km at most 6 gains 0.3."""
    feature, threshold, gain = best_split(STOPS.copy(), LATE.copy())
    assert feature == 0
    assert threshold == approx(6)
    assert gain == approx(0.3)
    feature, threshold, gain = best_split(STOPS[:5, ::-1].copy(), LATE[:5].copy())
    assert feature == 0
    assert threshold == approx(5)
    assert gain == approx(0.32)


def test_entropy():
    """With entropy the same question gains 0.549 bits."""
    feature, threshold, gain = best_split(STOPS.copy(), LATE.copy(), criterion="entropy")
    assert feature == 0
    assert threshold == approx(6)
    assert gain == approx(0.5487949)


def test_three_classes():
    """Three classes and repeated values: no question gains more, by either criterion."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        X = rng.integers(0, 6, size=(40, 3)) / 4
        y = rng.integers(0, 3, size=40)
        for criterion in ["gini", "entropy"]:
            gains = counted_again(X, y, criterion)
            feature, threshold, gain = best_split(X.copy(), y.copy(), criterion)
            assert (int(feature), float(threshold)) in gains
            assert gain == approx(gains[int(feature), float(threshold)])
            assert gain == approx(max(gains.values()))


def test_equal_gains():
    """Of equal gains the lowest column wins, then the lowest threshold."""
    column = np.array([1.0, 2, 3, 4, 5, 6])
    y = np.array([1, 0, 0, 0, 0, 1])
    feature, threshold, gain = best_split(np.column_stack([column, column]), y)
    assert feature == 0
    assert threshold == approx(1.5)
    assert gain == approx(2 * 2 / 6 * 4 / 6 - 5 / 6 * 2 * 1 / 5 * 4 / 5)


def test_equal_values():
    """Rows with the same value stay together."""
    X = np.array([[0.0], [1], [1], [1], [1], [2]])
    feature, threshold, gain = best_split(X, np.array([0, 0, 0, 1, 1, 1]))
    assert threshold == approx(0.5)
    assert gain == approx(0.1)


def test_nothing_to_ask():
    """No column with two different values: None. A constant column beside another is passed by."""
    assert best_split(np.ones((5, 2)), np.array([0, 1, 0, 1, 1])) is None
    assert best_split(np.array([[3.0, 4.0]]), np.array([1])) is None
    feature, threshold, gain = best_split(
        np.array([[7.0, 2], [7, 1], [7, 4], [7, 3]]), np.array([0, 0, 1, 1])
    )
    assert feature == 1
    assert threshold == approx(2.5)


def test_gain_of_zero():
    """If the best gain is 0, the first question is returned."""
    X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    feature, threshold, gain = best_split(X, np.array([0, 1, 1, 0]))
    assert feature == 0
    assert threshold == approx(0.5)
    assert gain == approx(0)


class Hurried(np.ndarray):
    """An array that cannot be used any more when its time is up."""

    until = np.inf

    def __array_finalize__(self, parent):
        self.until = getattr(parent, "until", np.inf)
        if time.perf_counter() > self.until:
            raise TimeoutError


def in_time(X, y, seconds):
    X = X.view(Hurried)
    X.until = time.perf_counter() + seconds
    try:
        best_split(X, y)
    except TimeoutError:
        return False
    return time.perf_counter() < X.until


def test_speed():
    """5,000 rows with 20 columns take less than 2 seconds."""
    rng = np.random.default_rng(0)
    assert in_time(rng.normal(size=(5000, 20)), rng.integers(0, 3, size=5000), seconds=2)
