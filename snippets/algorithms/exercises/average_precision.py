r"""
title: Average precision in steps
level: 2
packages: numpy

Lower the threshold from the highest score to the lowest. Each distinct score is **one** threshold:
rows with equal scores raise the alarm together. At the $n$-th threshold you have a precision $P_n$
and a recall $R_n$ (and $R_0 = 0$). Average precision weighs each precision with the recall that its
threshold adds:

$$
\mathrm{AP} = \sum_n (R_n - R_{n-1})\,P_n
$$

Write `average_precision(y, s)`. `y` is an array of 0 and 1 with at least one 1, `s` an array of
finite scores in any order. Return a float, exact to 12 digits.

(The area under straight lines between the points would be another number, often too optimistic.)
"""

# %% setup
import numpy as np


# %% starter
def average_precision(y, s):
    """Step-wise average precision; tied scores are one threshold."""
    return 0.0


# %% wrong straight-lines
"""You draw straight lines between the points (the trapezoid rule). Precision does not fall in
straight lines: use steps, each precision times the recall that it adds."""


# fails: test_by_hand test_order_of_the_rows test_ties_are_one_threshold test_all_scores_equal
# fails: test_against_one_threshold_at_a_time
def average_precision(y, s):
    thresholds = np.unique(s)[::-1]
    hits = np.array([np.sum(y[s >= t]) for t in thresholds])
    alarms = np.array([np.sum(s >= t) for t in thresholds])
    recall, precision = np.append(0, hits / y.sum()), np.append(1, hits / alarms)
    return float(np.trapezoid(precision, recall))


# %% wrong ties-one-by-one
"""You let rows with equal scores in one after another, so the result depends on the order of the
rows in the array. They cross the threshold together."""


# fails: test_ties_are_one_threshold test_all_scores_equal
# fails: test_against_one_threshold_at_a_time
def average_precision(y, s):
    y = y[np.argsort(-s, kind="stable")]
    precision = np.cumsum(y) / np.arange(1, len(y) + 1)
    return float(precision[y == 1].mean())


# %% wrong rows-unsorted
"""You walk through the rows as they come. Go from the highest score down."""


# fails: test_order_of_the_rows test_ties_are_one_threshold
# fails: test_all_scores_equal test_against_one_threshold_at_a_time
# fails: test_random_scores_give_the_prevalence
def average_precision(y, s):
    precision = np.cumsum(y) / np.arange(1, len(y) + 1)
    return float(precision[y == 1].mean())


# %% wrong mean-over-thresholds
"""You average the precision over the thresholds. A threshold that adds no positive has weight 0:
weigh with the recall gained."""


# fails: test_by_hand test_order_of_the_rows test_ties_are_one_threshold
# fails: test_against_one_threshold_at_a_time test_random_scores_give_the_prevalence
def average_precision(y, s):
    thresholds = np.unique(s)[::-1]
    precision = [np.mean(y[s >= t]) for t in thresholds]
    return float(np.mean(precision))


# %% hint
"""`np.unique(-s, return_inverse=True)` numbers the distinct scores from the highest down.
`np.bincount(group, weights=y)` then counts the positives at each."""

# %% hint
"""With the cumulated counts `hits` and `alarms`, the precision is `hits / alarms`, and the recall
gained is `np.diff(hits, prepend=0)` divided by the number of positives."""


# %% solution
def average_precision(y, s):
    """Step-wise average precision; tied scores are one threshold."""
    _, group = np.unique(-s, return_inverse=True)
    new_hits = np.bincount(group, weights=y)
    precision = np.cumsum(new_hits) / np.cumsum(np.bincount(group))
    return float(precision @ new_hits / new_hits.sum())


# %% tests
from snippets.checks import approx


def one_threshold_at_a_time(y, s):
    total, recall_before = 0.0, 0.0
    for threshold in sorted(set(s.tolist()), reverse=True):
        flagged = s >= threshold
        recall = y[flagged].sum() / y.sum()
        total += (recall - recall_before) * y[flagged].mean()
        recall_before = recall
    return total


def test_by_hand():
    """Positives at places 1 and 3 of four: the mean of 1 and 2/3."""
    y, s = np.array([1, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.1])
    assert average_precision(y, s) == approx(5 / 6, rel=1e-12)


def test_order_of_the_rows():
    """The order of the rows does not matter, and scores may be negative."""
    y, s = np.array([0, 1, 0, 1]), np.array([-8.0, -2.0, 3.0, 40.0])
    assert average_precision(y, s) == approx(5 / 6, rel=1e-12)
    assert average_precision(y[::-1], s[::-1]) == approx(5 / 6, rel=1e-12)


def test_ties_are_one_threshold():
    """Three rows share a score: they enter together, whichever stands first."""
    s = np.array([0.9, 0.6, 0.6, 0.6, 0.1])
    for y in ([1, 1, 0, 0, 0], [1, 0, 0, 1, 0]):
        assert average_precision(np.array(y), s) == approx(0.75, rel=1e-12)


def test_all_scores_equal():
    """If all scores are equal, the only precision is the share of positives."""
    y = np.array([1, 0, 0, 0, 1, 0, 0, 0])
    assert average_precision(y, np.zeros(8)) == approx(0.25, rel=1e-12)


def test_against_one_threshold_at_a_time():
    """300 rows with many ties: equal to a loop over the thresholds, to 12 digits."""
    rng = np.random.default_rng(2)
    y = (rng.random(300) < 0.2).astype(int)
    s = (rng.random(300) + 0.5 * y).round(1)
    assert average_precision(y, s) == approx(one_threshold_at_a_time(y, s), rel=1e-12)


def test_random_scores_give_the_prevalence():
    """Random scores, 10 % positives: the mean over 100 draws is between 0.10 and 0.12."""
    rng = np.random.default_rng(0)
    y = np.repeat([1, 0], [100, 900])
    draws = [average_precision(y, rng.random(1000)) for _ in range(100)]
    assert abs(np.mean(draws) - 0.11) < 0.01
