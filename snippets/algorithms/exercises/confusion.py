r"""
title: Four cells, three shares
level: 1
packages: numpy

Write two functions. All arguments `y` (true labels) and `yhat` (predicted labels) are NumPy arrays
of one length, with labels that are numbers or strings.

`confusion(y, yhat, labels)` counts. Return a square array of integers: **row** $i$ is the true
label `labels[i]`, **column** $j$ the predicted label `labels[j]`, in the order of the list
`labels`. Every label that occurs in `y` or `yhat` is in `labels`; a label that never occurs gets
zeros.

`prf(y, yhat, pos)` returns `(precision, recall, f1)` for the class `pos`:

$$
\frac{TP}{TP + FP}, \quad \frac{TP}{TP + FN}, \quad \frac{2\,TP}{2\,TP + FP + FN}
$$

Each of them is `0.0` when its denominator is 0. That is the policy for a share of nothing, so no
warning and no NaN.
"""

# %% setup
import numpy as np


# %% starter
def confusion(y, yhat, labels):
    """Count rows by true label (row) and predicted label (column)."""
    return np.zeros((len(labels), len(labels)), dtype=int)


def prf(y, yhat, pos):
    """Precision, recall and F1 of one class."""
    return 0.0, 0.0, 0.0


# %% wrong axes-swapped
"""Your rows are the predictions and your columns the truth. Here, and in scikit-learn, a row of the
matrix is a true label."""


# fails: test_matrix_by_hand test_order_of_labels test_label_that_never_occurs
def confusion(y, yhat, labels):
    return np.array([[np.sum((yhat == a) & (y == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    hits = np.sum((y == pos) & (yhat == pos))
    alarms, positives = np.sum(yhat == pos), np.sum(y == pos)
    precision = float(hits / alarms) if alarms else 0.0
    recall = float(hits / positives) if positives else 0.0
    f1 = float(2 * hits / (alarms + positives)) if alarms + positives else 0.0
    return precision, recall, f1


# %% wrong labels-sorted
"""You sort the labels. The caller's order decides which row and column comes first."""


# fails: test_order_of_labels
def confusion(y, yhat, labels):
    labels = sorted(labels)
    return np.array([[np.sum((y == a) & (yhat == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    hits = np.sum((y == pos) & (yhat == pos))
    alarms, positives = np.sum(yhat == pos), np.sum(y == pos)
    precision = float(hits / alarms) if alarms else 0.0
    recall = float(hits / positives) if positives else 0.0
    f1 = float(2 * hits / (alarms + positives)) if alarms + positives else 0.0
    return precision, recall, f1


# %% wrong labels-from-the-data
"""You take the labels from the data and not from the list, so a class that does not occur today
loses its row."""


# fails: test_order_of_labels test_label_that_never_occurs
def confusion(y, yhat, labels):
    labels = np.unique(np.concatenate([y, yhat]))
    return np.array([[np.sum((y == a) & (yhat == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    hits = np.sum((y == pos) & (yhat == pos))
    alarms, positives = np.sum(yhat == pos), np.sum(y == pos)
    precision = float(hits / alarms) if alarms else 0.0
    recall = float(hits / positives) if positives else 0.0
    f1 = float(2 * hits / (alarms + positives)) if alarms + positives else 0.0
    return precision, recall, f1


# %% wrong precision-recall-exchanged
"""Precision and recall are exchanged. Precision divides by the *alarms*, recall by the
*positives*."""


# fails: test_shares_by_hand test_class_that_counts test_no_alarm test_no_positive
def confusion(y, yhat, labels):
    return np.array([[np.sum((y == a) & (yhat == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    hits = np.sum((y == pos) & (yhat == pos))
    alarms, positives = np.sum(yhat == pos), np.sum(y == pos)
    precision = float(hits / alarms) if alarms else 0.0
    recall = float(hits / positives) if positives else 0.0
    f1 = float(2 * hits / (alarms + positives)) if alarms + positives else 0.0
    return recall, precision, f1


# %% wrong class-one-always
"""You count the label 1 whatever `pos` says."""


# fails: test_class_that_counts
def confusion(y, yhat, labels):
    return np.array([[np.sum((y == a) & (yhat == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    hits = np.sum((y == 1) & (yhat == 1))
    alarms, positives = np.sum(yhat == 1), np.sum(y == 1)
    precision = float(hits / alarms) if alarms else 0.0
    recall = float(hits / positives) if positives else 0.0
    f1 = float(2 * hits / (alarms + positives)) if alarms + positives else 0.0
    return precision, recall, f1


# %% wrong divides-by-nothing
"""A share of nothing becomes NaN. Ask for a denominator of 0 before you divide."""


# fails: test_no_alarm test_no_positive test_nothing_at_all
def confusion(y, yhat, labels):
    return np.array([[np.sum((y == a) & (yhat == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    hits = np.sum((y == pos) & (yhat == pos))
    alarms, positives = np.sum(yhat == pos), np.sum(y == pos)
    with np.errstate(all="ignore"):
        precision, recall = hits / alarms, hits / positives
        return precision, recall, 2 * precision * recall / (precision + recall)


# %% hint
"""`np.sum((y == a) & (yhat == b))` counts the rows with true label `a` and prediction `b`."""

# %% hint
"""TP + FP is the number of alarms, TP + FN the number of positives. The denominator of F1 is their
sum."""


# %% solution
def confusion(y, yhat, labels):
    """Count rows by true label (row) and predicted label (column)."""
    return np.array([[np.sum((y == a) & (yhat == b)) for b in labels] for a in labels])


def prf(y, yhat, pos):
    """Precision, recall and F1 of one class; a share of nothing is 0."""
    hits = np.sum((y == pos) & (yhat == pos))
    alarms, positives = np.sum(yhat == pos), np.sum(y == pos)
    precision = float(hits / alarms) if alarms else 0.0
    recall = float(hits / positives) if positives else 0.0
    f1 = float(2 * hits / (alarms + positives)) if alarms + positives else 0.0
    return precision, recall, f1


# %% tests
from snippets.checks import approx

Y = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 1])
YHAT = np.array([1, 0, 0, 1, 0, 0, 0, 0, 0, 0])


def test_matrix_by_hand():
    """Ten rows, two labels: truth in the rows, predictions in the columns."""
    assert confusion(Y, YHAT, [0, 1]) == approx([[5, 1], [3, 1]])


def test_order_of_labels():
    """The list decides the order, also for strings: `["dog", "cat", "cow"]`."""
    y = np.array(["cat", "dog", "dog", "cat", "dog"])
    yhat = np.array(["dog", "dog", "dog", "cat", "dog"])
    expected = [[3, 0, 0], [1, 1, 0], [0, 0, 0]]
    assert confusion(y, yhat, ["dog", "cat", "cow"]) == approx(expected)


def test_label_that_never_occurs():
    """A label that does not occur has a row and a column of zeros."""
    expected = [[5, 1, 0], [3, 1, 0], [0, 0, 0]]
    assert confusion(Y, YHAT, [0, 1, 2]) == approx(expected)


def test_shares_by_hand():
    """One hit, two alarms, four positives: 1/2, 1/4 and 1/3, to 12 digits."""
    assert prf(Y, YHAT, 1) == approx((1 / 2, 1 / 4, 1 / 3), rel=1e-12)


def test_class_that_counts():
    """The other class has shares of its own: 5/8, 5/6 and 5/7."""
    assert prf(Y, YHAT, 0) == approx((5 / 8, 5 / 6, 5 / 7), rel=1e-12)


def test_no_alarm():
    """Never flagging anything: three times 0.0. The other way round, F1 is 2/3."""
    assert prf(np.array([1, 0, 0]), np.array([0, 0, 0]), 1) == (0.0, 0.0, 0.0)
    assert prf(np.array([1, 1, 0, 0]), np.array([1, 1, 1, 1]), 1) == approx((1 / 2, 1, 2 / 3))


def test_no_positive():
    """Nothing to find: the recall is 0.0, and so are the others."""
    assert prf(np.array([0, 0, 0]), np.array([1, 0, 0]), 1) == (0.0, 0.0, 0.0)
    assert prf(np.array([1, 0, 0]), np.array([1, 1, 0]), 1) == approx((1 / 2, 1, 2 / 3))


def test_nothing_at_all():
    """Neither alarms nor positives: three times 0.0. One of each, and a hit: three times 1.0."""
    assert prf(np.array([0, 0]), np.array([0, 0]), 1) == (0.0, 0.0, 0.0)
    assert prf(np.array([0, 1]), np.array([0, 1]), 1) == (1.0, 1.0, 1.0)
