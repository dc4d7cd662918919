r"""
title: Cross-entropy of a softmax, with its gradient
level: 2
packages: numpy

A model gives each of `n` rows one score per class, its logits $z_{i1}, \dots, z_{iK}$. Softmax
turns a row into probabilities, and the cross-entropy is the mean surprise at the true classes:

$$
p_{ik} = \frac{e^{z_{ik}}}{\sum_j e^{z_{ij}}}, \quad
L = -\frac1n \sum_{i=1}^{n} \log p_{i y_i}
$$

Write `softmax_ce(logits, y)`. `logits` has shape `(n, K)` and holds floats; `y` has shape `(n,)`
and holds the true class of each row, an integer from 0 to K - 1. Return the tuple
`(loss, gradient)`: the number $L$, and an array of the shape of `logits` with the derivative of
$L$ with respect to each logit.

Logits may be as large as 10,000 in absolute value: the loss must still be right, without overflow
and without the logarithm of 0. Leave the arrays that you are given as they are.
"""

# %% setup
import numpy as np


# %% starter
def softmax_ce(logits, y):
    """Mean cross-entropy of softmax probabilities, and its gradient."""
    return 0.0, np.zeros_like(logits)


# %% wrong not-shifted
"""`np.exp(10_000)` overflows. Subtract each row's largest logit first: the probabilities stay the
same, because numerator and denominator shrink by the same factor."""


# fails: test_large_logits test_confident_error
def softmax_ce(logits, y):
    n = len(y)
    with np.errstate(all="ignore"):
        exponentials = np.exp(logits)
        p = exponentials / exponentials.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(n), y]).mean()
    gradient = p.copy()
    gradient[np.arange(n), y] -= 1
    return loss, gradient / n


# %% wrong log-of-zero
"""You shift, and yet take the logarithm of a probability. A class that is far behind has the
probability 0 in floating point, and log 0 is minus infinity. Write the loss without dividing:
log of the summed exponentials, minus the true class's logit."""


# fails: test_confident_error
def softmax_ce(logits, y):
    n = len(y)
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        loss = -np.log(p[np.arange(n), y]).mean()
    gradient = p.copy()
    gradient[np.arange(n), y] -= 1
    return loss, gradient / n


# %% wrong gradient-of-the-sum
"""The loss is a mean over rows, so every derivative carries the factor 1/n."""


# fails: test_by_hand test_numeric_gradient test_large_logits
def softmax_ce(logits, y):
    n = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    loss = (log_sums - shifted[np.arange(n), y]).mean()
    gradient = np.exp(shifted - log_sums[:, None])
    gradient[np.arange(n), y] -= 1
    return loss, gradient


# %% wrong sum-of-losses
"""You return the sum over the rows. The loss is their mean."""


# fails: test_by_hand test_large_logits
def softmax_ce(logits, y):
    n = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    loss = (log_sums - shifted[np.arange(n), y]).sum()
    gradient = np.exp(shifted - log_sums[:, None])
    gradient[np.arange(n), y] -= 1
    return loss, gradient


# %% wrong one-shift-for-all
"""You subtract the largest logit of the whole table. In a row far below it every exponential
becomes 0. Shift each row by its own maximum."""


# fails: test_large_logits test_shift_changes_nothing
def softmax_ce(logits, y):
    n = len(y)
    shifted = logits - logits.max()
    with np.errstate(all="ignore"):
        log_sums = np.log(np.exp(shifted).sum(axis=1))
        loss = (log_sums - shifted[np.arange(n), y]).mean()
        gradient = np.exp(shifted - log_sums[:, None])
    gradient[np.arange(n), y] -= 1
    return loss, gradient / n


# %% wrong forgets-the-labels
"""These are the probabilities. The gradient is (p − 1) in the column of the true class and p in the
others, over n."""


# fails: test_by_hand test_numeric_gradient test_large_logits test_confident_error
def softmax_ce(logits, y):
    n = len(y)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    loss = (log_sums - shifted[np.arange(n), y]).mean()
    return loss, np.exp(shifted - log_sums[:, None]) / n


# %% wrong changes-its-input
"""`logits -= ...` writes into the caller's array. Make a new one."""


# fails: test_input_is_left_alone
def softmax_ce(logits, y):
    n = len(y)
    logits -= logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(logits).sum(axis=1))
    loss = (log_sums - logits[np.arange(n), y]).mean()
    gradient = np.exp(logits - log_sums[:, None])
    gradient[np.arange(n), y] -= 1
    return loss, gradient / n


# %% hint
"""The loss of a row is $\\log \\sum_j e^{z_j} - z_y$: no division, and no logarithm of a
probability."""

# %% hint
"""Subtract each row's maximum from the row; `logits.max(axis=1, keepdims=True)` has a shape that
fits. Neither the loss nor the gradient changes."""

# %% hint
"""The derivative for one row is the probabilities minus 1 in the true column. `rows = np.arange(n)`
and `table[rows, y]` reach one entry per row."""


# %% solution
def softmax_ce(logits, y):
    """Mean cross-entropy of softmax probabilities, and its gradient."""
    n = len(y)
    rows = np.arange(n)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(shifted).sum(axis=1))
    loss = (log_sums - shifted[rows, y]).mean()
    gradient = np.exp(shifted - log_sums[:, None])
    gradient[rows, y] -= 1
    return loss, gradient / n


# %% tests
from snippets.checks import approx


def small_case():
    rng = np.random.default_rng(5)
    return rng.normal(scale=2, size=(6, 4)), np.array([0, 3, 1, 1, 2, 0])


def test_by_hand():
    """Two rows: probabilities 1/4 and 3/4, then 1/2 and 1/2."""
    logits = np.array([[0.0, np.log(3.0)], [5.0, 5.0]])
    loss, gradient = softmax_ce(logits, np.array([0, 1]))
    assert loss == approx((np.log(4) + np.log(2)) / 2)
    assert gradient == approx(np.array([[-0.375, 0.375], [0.25, -0.25]]))


def test_numeric_gradient():
    """Each derivative agrees to 7 digits after the point with a small nudge of its logit."""
    logits, y = small_case()
    gradient = softmax_ce(logits.copy(), y)[1]
    numeric = np.zeros_like(logits)
    for place in np.ndindex(logits.shape):
        nudge = np.zeros_like(logits)
        nudge[place] = 1e-5
        numeric[place] = (
            softmax_ce(logits + nudge, y)[0] - softmax_ce(logits - nudge, y)[0]
        ) / 2e-5
    assert gradient == approx(numeric, abs=1e-7)
    assert gradient.sum(axis=1) == approx(np.zeros(6), abs=1e-12)
    assert gradient[0, 0] < 0


def test_large_logits():
    """Logits of 10,000 and -10,000 in other rows: right and finite, without a warning."""
    logits = np.array([[1e4, 1e4], [-1e4, -1e4]])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        loss, gradient = softmax_ce(logits, np.array([0, 1]))
    assert loss == approx(np.log(2))
    assert gradient == approx(np.array([[-0.25, 0.25], [0.25, -0.25]]))


def test_shift_changes_nothing():
    """The same number added to a whole row, another for each row, leaves loss and gradient."""
    logits, y = small_case()
    loss, gradient = softmax_ce(logits.copy(), y)
    shifts = np.array([[0.0], [100], [-300], [600], [-600], [7]])
    moved_loss, moved = softmax_ce(logits + shifts, y)
    assert moved_loss == approx(loss)
    assert moved == approx(gradient, abs=1e-9)


def test_confident_error():
    """A true class 10,000 behind: the loss is 10,000, and the gradient -1 and 1."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        loss, gradient = softmax_ce(np.array([[0.0, 1e4]]), np.array([0]))
    assert loss == approx(1e4)
    assert gradient == approx(np.array([[-1.0, 1.0]]))


def test_input_is_left_alone():
    """Logits and labels are the same after the call."""
    logits, y = small_case()
    logits_before, y_before = logits.copy(), y.copy()
    softmax_ce(logits, y)
    assert logits == approx(logits_before)
    assert list(y) == list(y_before)
