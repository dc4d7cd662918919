r"""
title: AUC by ranks
level: 2
packages: numpy

The area under the ROC curve is the share of pairs (one positive, one negative) in which the
positive has the higher score; **a pair with equal scores counts one half**. Ranks count the pairs
without looking at each: give the lowest score rank 1, let rows with equal scores share the mean of
their ranks, and

$$
\mathrm{AUC} = \frac{R - P(P+1)/2}{P\,N}
$$

where $P$ and $N$ count positives and negatives, and $R$ is the sum of the positives' ranks.

Write `roc_auc(y, s)`. `y` is an array of 0 and 1, `s` an array of finite scores in any order.
Return a float, exact to 12 digits. If `y` has one class only there are no pairs: raise
`ValueError`.
"""

# %% setup
import numpy as np


# %% starter
def roc_auc(y, s):
    """Area under the ROC curve."""
    return 0.5


# %% wrong ties-ignored
"""Rows with equal scores get different ranks, by their place in the array. Give them the mean of
their ranks."""


# fails: test_ties_by_hand test_all_scores_equal test_against_all_pairs
def roc_auc(y, s):
    positives, negatives = np.sum(y == 1), np.sum(y == 0)
    if positives == 0 or negatives == 0:
        raise ValueError("one class only")
    ranks = np.empty(len(s))
    ranks[np.argsort(s, kind="stable")] = np.arange(1, len(s) + 1)
    won = ranks[y == 1].sum() - positives * (positives + 1) / 2
    return float(won / (positives * negatives))


# %% wrong ties-lose
"""A pair with equal scores counts nothing with you. It counts one half."""


# fails: test_ties_by_hand test_all_scores_equal test_against_all_pairs
def roc_auc(y, s):
    if np.all(y == 1) or np.all(y == 0):
        raise ValueError("one class only")
    return float((s[y == 1][:, None] > s[y == 0]).mean())


# %% wrong thresholds-unsorted
"""You walk through the rows as they come. A ROC curve goes through the thresholds from the highest
score down: sort first."""


# fails: test_order_of_the_rows test_ties_by_hand test_all_scores_equal test_against_all_pairs
def roc_auc(y, s):
    positives, negatives = np.sum(y == 1), np.sum(y == 0)
    if positives == 0 or negatives == 0:
        raise ValueError("one class only")
    recall = np.append(0, np.cumsum(y == 1) / positives)
    false_positive_rate = np.append(0, np.cumsum(y == 0) / negatives)
    return float(np.trapezoid(recall, false_positive_rate))


# %% wrong upside-down
"""Your area is that of the negatives over the positives. Low scores get low ranks."""


# fails: test_by_hand test_order_of_the_rows test_ties_by_hand test_against_all_pairs
def roc_auc(y, s):
    if np.all(y == 1) or np.all(y == 0):
        raise ValueError("one class only")
    difference = s[y == 0][:, None] - s[y == 1]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


# %% wrong one-class-is-half
"""With one class there is no pair, so there is nothing to report. Raise `ValueError`; a silent 0.5
would look like a result."""


# fails: test_one_class
def roc_auc(y, s):
    if np.all(y == 1) or np.all(y == 0):
        return 0.5
    difference = s[y == 1][:, None] - s[y == 0]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


# %% hint
"""`values, group, sizes = np.unique(s, return_inverse=True, return_counts=True)` numbers the
distinct scores from the lowest up: row i has the score `values[group[i]]`, shared by
`sizes[group[i]]` rows."""

# %% hint
"""The last rank of each group is `np.cumsum(sizes)`. The mean rank lies `(sizes - 1) / 2` below."""


# %% solution
def roc_auc(y, s):
    """Area under the ROC curve, by ranks."""
    positives, negatives = np.sum(y == 1), np.sum(y == 0)
    if positives == 0 or negatives == 0:
        raise ValueError("one class only: there are no pairs")
    _, group, sizes = np.unique(s, return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(sizes) - (sizes - 1) / 2
    rank_sum = mean_rank[group][y == 1].sum()
    won = rank_sum - positives * (positives + 1) / 2
    return float(won / (positives * negatives))


# %% tests
from snippets.checks import approx, raises


def test_by_hand():
    """Two positives, three negatives: five of six pairs are in order."""
    y = np.array([1, 0, 1, 0, 0])
    assert roc_auc(y, np.array([0.9, 0.7, 0.5, 0.4, 0.1])) == approx(5 / 6, rel=1e-12)


def test_order_of_the_rows():
    """The order of the rows does not matter; scores may be negative and of any size."""
    y = np.array([0, 1, 0, 0, 1])
    s = np.array([-300.0, 50.0, 70.0, -4.0, 900.0])
    assert roc_auc(y, s) == approx(5 / 6, rel=1e-12)
    assert roc_auc(y[::-1], s[::-1]) == approx(5 / 6, rel=1e-12)


def test_ties_by_hand():
    """A tie between a positive and a negative counts one half, wherever the rows stand."""
    y, s = np.array([1, 0, 0, 1]), np.array([0.8, 0.8, 0.3, 0.3])
    assert roc_auc(y, s) == approx(0.5, rel=1e-12)
    y, s = np.array([0, 1, 1, 0, 0]), np.array([3, 3, 3, 1, 2])
    assert roc_auc(y, s) == approx(5 / 6, rel=1e-12)


def test_all_scores_equal():
    """If all scores are equal, the area is 0.5."""
    assert roc_auc(np.array([1, 1, 0, 0, 0]), np.full(5, 0.2)) == approx(0.5, rel=1e-12)


def test_against_all_pairs():
    """400 rows with only 20 different scores: equal to counting all pairs, to 12 digits."""
    rng = np.random.default_rng(4)
    y = (rng.random(400) < 0.2).astype(int)
    s = rng.integers(0, 14, 400) + rng.integers(0, 7, 400) * y
    difference = s[y == 1][:, None] - s[y == 0]
    expected = (difference > 0).mean() + (difference == 0).mean() / 2
    assert roc_auc(y, s) == approx(expected, rel=1e-12)


def test_one_class():
    """All positive or all negative raises ValueError."""
    with raises(ValueError):
        roc_auc(np.ones(3, dtype=int), np.array([0.1, 0.2, 0.3]))
    with raises(ValueError):
        roc_auc(np.zeros(3, dtype=int), np.array([0.1, 0.2, 0.3]))
