r"""
title: Linear regression by gradient descent
level: 2
packages: numpy

Fit $\hat y = X w + b$ by walking downhill on the loss

$$
L(w, b) = \frac{1}{2n} \sum_{i=1}^{n} (x_i \cdot w + b - y_i)^2
$$

Write `gd_linear(X, y, lr, tol, max_iter)`. `X` has shape `(n, columns)`, `y` has shape `(n,)`.

1. Start from $w = 0$ and $b = 0$, with no step taken.
2. Compute the gradient of $L$ with respect to $w$ and to $b$. If every number in it is smaller than
   `tol` in absolute value, stop. If `max_iter` steps have been taken, stop too.
3. Take one step: subtract `lr` times the gradient from $w$ and from $b$, both from the **same**
   gradient. Go back to 2.

Return `(w, b, steps)`: an array, a number and how many steps were taken.

With a learning rate that is too large the loss grows without end. Raise `ValueError` as soon as
the loss after a step is larger than the loss at the start.
"""

# %% setup
import numpy as np


# %% starter
def gd_linear(X, y, lr, tol, max_iter):
    """Linear regression by full-batch gradient descent on half the mean squared error."""
    w, b = np.zeros(X.shape[1]), 0.0
    return w, b, 0


# %% wrong intercept-stands-still
"""`b` never moves. The gradient with respect to `b` is the mean of the errors."""


# fails: test_closed_form test_both_move_together test_stops_when_the_gradient_is_small
def gd_linear(X, y, lr, tol, max_iter):
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = X.T @ errors / n
        if np.abs(slope_w).max() < tol:
            return w, b, steps
        w = w - lr * slope_w
        errors = X @ w + b - y
        if errors @ errors > y @ y:
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% wrong sum-instead-of-mean
"""You sum over the rows; the loss has 1/n in front. With n rows your steps are n times too long."""


# fails: test_steps_by_hand test_closed_form test_both_move_together
# fails: test_stops_when_the_gradient_is_small test_step_limit test_divergence
def gd_linear(X, y, lr, tol, max_iter):
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = X.T @ errors
        slope_b = errors.sum()
        if np.abs(slope_w).max() < tol and abs(slope_b) < tol:
            return w, b, steps
        w = w - lr * slope_w
        b = b - lr * slope_b
        errors = X @ w + b - y
        if errors @ errors > y @ y:
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% wrong without-the-half
"""Your gradient is twice too long: the 2 of the square cancels against the 1/2 of the loss."""


# fails: test_steps_by_hand test_both_move_together
# fails: test_stops_when_the_gradient_is_small test_step_limit test_divergence
def gd_linear(X, y, lr, tol, max_iter):
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = 2 * X.T @ errors / n
        slope_b = 2 * errors.mean()
        if np.abs(slope_w).max() < tol and abs(slope_b) < tol:
            return w, b, steps
        w = w - lr * slope_w
        b = b - lr * slope_b
        errors = X @ w + b - y
        if errors @ errors > y @ y:
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% wrong one-after-the-other
"""You move `w` first and compute the slope for `b` with the new `w`. Compute both slopes, then move
both."""


# fails: test_both_move_together
def gd_linear(X, y, lr, tol, max_iter):
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = X.T @ errors / n
        slope_b = errors.mean()
        if np.abs(slope_w).max() < tol and abs(slope_b) < tol:
            return w, b, steps
        w = w - lr * slope_w
        b = b - lr * (X @ w + b - y).mean()
        errors = X @ w + b - y
        if errors @ errors > y @ y:
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% wrong intercept-not-asked
"""You stop when the slopes for `w` are small and forget the one for `b`."""


# fails: test_stops_when_the_gradient_is_small
def gd_linear(X, y, lr, tol, max_iter):
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = X.T @ errors / n
        slope_b = errors.mean()
        if np.abs(slope_w).max() < tol:
            return w, b, steps
        w = w - lr * slope_w
        b = b - lr * slope_b
        errors = X @ w + b - y
        if errors @ errors > y @ y:
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% wrong divergence-unnoticed
"""With a learning rate that is too large your numbers grow until they overflow, and nobody is
told."""


# fails: test_divergence
def gd_linear(X, y, lr, tol, max_iter):
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = X.T @ errors / n
        slope_b = errors.mean()
        if np.abs(slope_w).max() < tol and abs(slope_b) < tol:
            return w, b, steps
        w = w - lr * slope_w
        b = b - lr * slope_b
        errors = X @ w + b - y
    return w, b, max_iter


# %% wrong never-stops-early
"""You always take `max_iter` steps. Stop when the whole gradient is smaller than `tol`."""


# fails: test_closed_form test_stops_when_the_gradient_is_small
def gd_linear(X, y, lr, tol, max_iter):
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y
    for steps in range(max_iter):
        slope_w = X.T @ errors / n
        slope_b = errors.mean()
        w = w - lr * slope_w
        b = b - lr * slope_b
        errors = X @ w + b - y
        if errors @ errors > y @ y:
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% hint
"""With `errors = X @ w + b - y`, the gradient with respect to `w` is `X.T @ errors / n`; with
respect to `b` it is the mean of `errors`."""

# %% hint
"""All predictions are 0 at the start, so the loss there is `(y @ y) / (2 * n)`."""

# %% hint
"""Use `for step in range(max_iter)`: look at the gradient first, return `step` if it is small, then
move. After the loop, return `max_iter`."""


# %% solution
def gd_linear(X, y, lr, tol, max_iter):
    """Linear regression by full-batch gradient descent on half the mean squared error."""
    n = len(y)
    w, b = np.zeros(X.shape[1]), 0.0
    errors = -y  # all predictions are 0
    for steps in range(max_iter):
        slope_w = X.T @ errors / n
        slope_b = errors.mean()
        if np.abs(slope_w).max() < tol and abs(slope_b) < tol:
            return w, b, steps
        w = w - lr * slope_w
        b = b - lr * slope_b
        errors = X @ w + b - y
        if errors @ errors > y @ y:  # 1/(2n) stands on both sides
            raise ValueError("the loss grows: the learning rate is too large")
    return w, b, max_iter


# %% tests
from snippets.checks import approx, raises

X_HAND, Y_HAND = np.array([[-1.0], [1.0]]), np.array([-2.0, 2.0])


def test_steps_by_hand():
    """On a tiny example the gradient halves with every step: weights 1, then 1.5, then 1.75."""
    w, b, steps = gd_linear(X_HAND, Y_HAND, lr=0.5, tol=0.0, max_iter=3)
    assert w == approx([1.75])
    assert b == approx(0)
    assert steps == 3


def test_closed_form():
    """On scaled data, 3 columns, the result is within 0.0001 of the exact solution."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 3))
    y = X @ [3.0, -2.0, 0.5] + 4 + rng.normal(size=60)
    w, b, steps = gd_linear(X, y, lr=0.1, tol=1e-8, max_iter=5000)
    exact = np.linalg.lstsq(np.column_stack([X, np.ones(60)]), y)[0]
    assert w == approx(exact[:3], abs=1e-4)
    assert b == approx(exact[3], abs=1e-4)
    assert steps < 5000


def test_both_move_together():
    """Weights and intercept move by the same gradient: one step from (0, 0) on two rows."""
    w, b, steps = gd_linear(np.array([[1.0], [3.0]]), np.array([2.0, 4.0]), 0.1, 1e-9, 1)
    assert w == approx([0.7])
    assert b == approx(0.3)


def test_stops_when_the_gradient_is_small():
    """It stops at the first point where the whole gradient is smaller than tol, `b` included."""
    assert gd_linear(X_HAND, Y_HAND, lr=0.5, tol=0.1, max_iter=100)[2] == 5
    assert gd_linear(X_HAND, Y_HAND, lr=0.5, tol=0.125, max_iter=100)[2] == 5
    assert gd_linear(X_HAND, np.array([3.0, 3.0]), lr=0.5, tol=0.75, max_iter=100)[2] == 3
    assert gd_linear(X_HAND, np.array([0.0, 0.0]), lr=0.5, tol=0.1, max_iter=100)[2] == 0


def test_step_limit():
    """It takes at most max_iter steps, and says how many."""
    w, b, steps = gd_linear(X_HAND, Y_HAND, lr=0.25, tol=1e-12, max_iter=2)
    assert w == approx([0.875])
    assert steps == 2


def test_divergence():
    """A loss above the one at the start raises ValueError, also after a single step."""
    w, b, steps = gd_linear(X_HAND, Y_HAND, lr=2.0, tol=1e-6, max_iter=1)
    assert w == approx([4])
    with raises(ValueError):
        gd_linear(X_HAND, Y_HAND, lr=2.5, tol=1e-6, max_iter=1)
    with raises(ValueError):
        gd_linear(np.array([[1.0], [30.0]]), np.array([1.0, 2.0]), lr=0.1, tol=1e-6, max_iter=200)
