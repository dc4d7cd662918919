r"""
title: The out-of-bag score
level: 2
packages: numpy

Write `oob_score(forest, X, y)`: the accuracy of a forest on its training rows, where each row is
judged only by trees that have not seen it.

- `forest.trees_` is a list of trees. `tree.predict_proba(X)` returns one row of class shares per
  row of `X`, with a column for each of `forest.classes_`. It may be called with no rows.
- `forest.oob_mask_` has the shape `(trees, rows)` and is `True` where a tree has **not** seen a
  row.
- For each row, average the shares of these trees. The answer is the class with the largest mean,
  the first of equal ones.
- A row that every tree has seen has no judge and does not count. At least one row has a judge.

`X` and `y` are arrays, the training rows in their order; `y` holds members of `classes_`, numbers
or strings.
"""

# %% setup
import numpy as np


class Table:
    """A tree that looks its class shares up: row `i` has the value `i` in its first column."""

    def __init__(self, shares):
        self.shares = np.array(shares, dtype=float)

    def predict_proba(self, X):
        return self.shares[X[:, 0].astype(int)]


class Forest:
    def __init__(self, trees, oob_mask, classes):
        self.trees_ = trees
        self.oob_mask_ = np.array(oob_mask, dtype=bool)
        self.classes_ = np.array(classes)


# %% starter
def oob_score(forest, X, y):
    """Accuracy on rows, each judged by the trees that have not seen it."""
    return 0.0


# %% wrong scores-in-bag-rows
"""You use the trees that *have* seen a row: this is nearly the training score. Take the others."""


# fails: test_courier test_against_brute_force test_memories test_shares_not_votes test_strings
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    seen = ~forest.oob_mask_
    for tree, unseen in zip(forest.trees_, seen):
        total[unseen] += tree.predict_proba(X[unseen])
    judged = seen.any(axis=0)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.mean(answers == y[judged])


# %% wrong all-trees
"""All trees judge all rows: this is the training score. `oob_mask_` says who may judge."""


# fails: test_courier test_against_brute_force test_rows_never_left_out test_memories test_strings
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        total += tree.predict_proba(X)
    judged = np.ones(len(X), dtype=bool)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.mean(answers == y[judged])


# %% wrong unjudged-rows-count
"""A row that every tree has seen has no judge. You count it as an answer for the first class;
leave it out."""


# fails: test_courier test_rows_never_left_out test_strings
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        total[unseen] += tree.predict_proba(X[unseen])
    judged = np.ones(len(X), dtype=bool)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.mean(answers == y[judged])


# %% wrong unjudged-rows-are-wrong
"""You divide by all rows. Divide by the number of rows that have a judge."""


# fails: test_courier test_rows_never_left_out test_strings
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        total[unseen] += tree.predict_proba(X[unseen])
    judged = forest.oob_mask_.any(axis=0)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.sum(answers == y[judged]) / len(y)


# %% wrong mean-over-trees
"""You score each tree on its own rows and average these scores. First average the trees' shares
for each row, then count the right rows."""


# fails: test_courier test_against_brute_force test_rows_never_left_out test_shares_not_votes
def oob_score(forest, X, y):
    scores = []
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        answers = forest.classes_[tree.predict_proba(X[unseen]).argmax(axis=1)]
        if unseen.any():
            scores.append(np.mean(answers == y[unseen]))
    return np.mean(scores)


# %% wrong votes
"""Each tree votes with its largest share. Add up the shares themselves: a sure tree counts more
than a doubtful one."""


# fails: test_courier test_against_brute_force test_shares_not_votes
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        shares = tree.predict_proba(X[unseen])
        total[unseen] += shares == shares.max(axis=1, keepdims=True)
    judged = forest.oob_mask_.any(axis=0)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.mean(answers == y[judged])


# %% wrong positions-for-labels
"""You compare positions 0, 1, ... with the targets. Look the answers up in `classes_`."""


# fails: test_strings
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        total[unseen] += tree.predict_proba(X[unseen])
    judged = forest.oob_mask_.any(axis=0)
    answers = total[judged].argmax(axis=1)
    return np.mean(answers == y[judged])


# %% wrong only-rows-all-missed
"""You keep only rows that *every* tree has missed. One tree that is new to a row is enough."""


# fails: test_courier test_against_brute_force test_rows_never_left_out test_memories
def oob_score(forest, X, y):
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        total[unseen] += tree.predict_proba(X[unseen])
    judged = forest.oob_mask_.all(axis=0)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.mean(answers == y[judged])


# %% hint
"""Begin with zeros of shape `(rows, classes)`. For each tree add its shares to the rows where its
part of the mask is `True`: `total[unseen] += ...`"""

# %% hint
"""A sum and a mean have their largest entry at the same place. `forest.oob_mask_.any(axis=0)` tells
which rows have a judge."""


# %% solution
def oob_score(forest, X, y):
    """Accuracy on rows, each judged by the trees that have not seen it."""
    total = np.zeros((len(X), len(forest.classes_)))
    for tree, unseen in zip(forest.trees_, forest.oob_mask_):
        total[unseen] += tree.predict_proba(X[unseen])
    judged = forest.oob_mask_.any(axis=0)
    answers = forest.classes_[total[judged].argmax(axis=1)]
    return np.mean(answers == y[judged])


# %% tests
from snippets.checks import approx


def numbered(size):
    return np.arange(float(size))[:, None]


def courier():
    """The chapter's three trees and eight stops; two stops have no judge."""
    late = [
        [0.25, 0.25, 0.25, 0.25, 0.25, 1, 1, 1],
        [1 / 6, 1 / 6, 1, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6],
        [1 / 3, 1 / 3, 1 / 3, 1 / 3, 1 / 3, 1, 1, 1],
    ]
    unseen = [[4, 5], [1, 5, 6], [0, 3]]
    mask = [[stop in stops for stop in range(8)] for stops in unseen]
    trees = [Table(np.column_stack([1 - np.array(shares), shares])) for shares in late]
    return trees, mask, np.array([0, 0, 1, 0, 0, 1, 1, 1])


def random_case(seed):
    rng = np.random.default_rng(seed)
    trees = [Table(rng.dirichlet([0.4] * 3, 50)) for _ in range(9)]
    mask = rng.random((9, 50)) < 0.4
    mask[0] |= ~mask.any(axis=0)
    return trees, mask, rng.integers(3, size=50)


def test_courier():
    """The courier of the chapter: six stops have a judge, five are right."""
    trees, mask, late = courier()
    assert oob_score(Forest(trees, mask, [0, 1]), numbered(8), late) == approx(5 / 6)


def test_against_brute_force():
    """Three classes, nine trees: the same as adding up row by row."""
    for seed in range(4):
        trees, mask, y = random_case(seed)
        right = 0
        for row in range(50):
            shares = [t.shares[row] for t, unseen in zip(trees, mask) if unseen[row]]
            right += int(np.argmax(np.mean(shares, axis=0)) == y[row])
        score = oob_score(Forest(trees, mask, [0, 1, 2]), numbered(50), y)
        assert score == approx(right / 50)


def test_rows_never_left_out():
    """Rows without a judge do not count, whatever their class."""
    trees = [Table([[0.1, 0.9]] * 7), Table([[0.2, 0.8]] * 7)]
    mask = np.zeros((2, 7))
    mask[[0, 0, 1, 1], [0, 1, 1, 2]] = 1
    y = np.array([1, 1, 0, 0, 1, 1, 1])
    assert oob_score(Forest(trees, mask, [0, 1]), numbered(7), y) == approx(2 / 3)


def test_memories():
    """Trees that know their own rows by heart and are wrong on others have the score 0."""
    y = np.array([0, 1, 0, 1])
    mask = np.array([[True, True, False, False], [False, False, True, True]])
    trees = [Table(np.eye(2)[np.where(unseen, 1 - y, y)]) for unseen in mask]
    assert oob_score(Forest(trees, mask, [0, 1]), numbered(4), y) == approx(0)


def test_shares_not_votes():
    """One sure tree outweighs two doubtful ones; equal shares go to the first class."""
    trees = [Table([[0.9, 0.1], [0.5, 0.5]]), *[Table([[0.4, 0.6], [0.5, 0.5]])] * 2]
    forest = Forest(trees, np.ones((3, 2)), [0, 1])
    assert oob_score(forest, numbered(2), np.array([0, 0])) == approx(1)


def test_strings():
    """Classes may be strings."""
    trees = [Table([[0.9, 0.1], [0.3, 0.7], [0.8, 0.2]])]
    forest = Forest(trees, [[True, True, False]], ["early", "late"])
    assert oob_score(forest, numbered(3), np.array(["early", "late", "late"])) == approx(1)
