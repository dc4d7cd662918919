r"""
title: Lasso, one coefficient at a time
level: 2
packages: numpy

Write two functions.

`soft_threshold(z, t)` moves every number of the array `z` by `t` towards 0; what lies within `t`
of 0 becomes 0. `t` is 0 or more.

`lasso_cd(X, y, alpha, tol)` minimises by cyclic coordinate descent

$$
\frac{1}{2n}\sum_i (y_i - x_i^\top w - b)^2 + \alpha \sum_j |w_j|
$$

and returns `w`, an array, and `b`, a number. `X` has shape `(n, columns)` and no constant column;
`X` and `y` stay as they are. The intercept is not penalised.

1. Take the means out of `X` and `y`. Start from $w = 0$.
2. One sweep: for each column from left to right, replace $w_j$ by the value that minimises the
   objective while all others keep their newest values.
3. Stop after the first sweep in which no $w_j$ has moved by more than `tol`; otherwise sweep again.
   So there is always at least one sweep.
4. Get `b` from the means.
"""

# %% setup
import numpy as np


# %% starter
def soft_threshold(z, t):
    """Move the numbers in z by t towards 0."""
    return z


def lasso_cd(X, y, alpha, tol):
    """Return weights and intercept of the lasso."""
    w, b = np.zeros(X.shape[1]), 0.0
    return w, b


# %% wrong shrinks-without-threshold
"""You subtract `t` from the size and never stop at 0, so small numbers come out on the other side.
What lies within `t` of 0 has to become 0."""


# fails: test_soft_threshold test_exact_zero test_optimal
def soft_threshold(z, t):
    return z - t * np.sign(z)


def lasso_cd(X, y, alpha, tol):
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A, residual = X - X_mean, y - y_mean
    scale = (A**2).sum(axis=0) / n
    w = np.zeros(columns)
    for _ in range(10_000):
        before = w.copy()
        for j in range(columns):
            alone = A[:, j] @ residual / n + scale[j] * w[j]
            new = soft_threshold(alone, alpha) / scale[j]
            residual = residual - A[:, j] * (new - w[j])
            w[j] = new
        if np.abs(w - before).max() <= tol:
            break
    return w, y_mean - X_mean @ w


# %% wrong one-n-missing
"""The squared errors have 1/(2n) in front, so the threshold is `n * alpha` next to
`A[:, j] @ residual`, or `alpha` next to that product divided by `n`."""


# fails: test_one_column test_exact_zero test_one_sweep test_optimal test_stops
def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lasso_cd(X, y, alpha, tol):
    columns = X.shape[1]
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A, residual = X - X_mean, y - y_mean
    scale = (A**2).sum(axis=0)
    w = np.zeros(columns)
    while True:
        before = w.copy()
        for j in range(columns):
            new = soft_threshold(A[:, j] @ residual + scale[j] * w[j], alpha) / scale[j]
            residual = residual - A[:, j] * (new - w[j])
            w[j] = new
        if np.abs(w - before).max() <= tol:
            return w, y_mean - X_mean @ w


# %% wrong threshold-after-dividing
"""You divide by the scale of the column first and subtract `alpha` then. That is right only for
columns of scale 1. Threshold first, divide then."""


# fails: test_one_column test_one_sweep test_optimal test_stops
def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lasso_cd(X, y, alpha, tol):
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A, residual = X - X_mean, y - y_mean
    scale = (A**2).sum(axis=0) / n
    w = np.zeros(columns)
    while True:
        before = w.copy()
        for j in range(columns):
            new = soft_threshold(A[:, j] @ residual / n / scale[j] + w[j], alpha)
            residual = residual - A[:, j] * (new - w[j])
            w[j] = new
        if np.abs(w - before).max() <= tol:
            return w, y_mean - X_mean @ w


# %% wrong all-at-once
"""You update all weights from the same residuals. In a cyclic sweep each column sees what the
columns before it have already explained."""


# fails: test_one_sweep test_stops test_objective_falls
def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lasso_cd(X, y, alpha, tol):
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A, c = X - X_mean, y - y_mean
    scale = (A**2).sum(axis=0) / n
    w = np.zeros(columns)
    for _ in range(10_000):
        before = w
        alone = A.T @ (c - A @ w) / n + scale * w
        w = soft_threshold(alone, alpha) / scale
        if np.abs(w - before).max() <= tol:
            break
    return w, y_mean - X_mean @ w


# %% wrong no-intercept
"""Your plane goes through the origin. Take the means out of `X` and `y`, and get `b` from them."""


# fails: test_one_column test_exact_zero test_one_sweep test_optimal test_stops
def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lasso_cd(X, y, alpha, tol):
    n, columns = X.shape
    residual = y
    scale = (X**2).sum(axis=0) / n
    w = np.zeros(columns)
    while True:
        before = w.copy()
        for j in range(columns):
            alone = X[:, j] @ residual / n + scale[j] * w[j]
            new = soft_threshold(alone, alpha) / scale[j]
            residual = residual - X[:, j] * (new - w[j])
            w[j] = new
        if np.abs(w - before).max() <= tol:
            return w, 0.0


# %% wrong one-sweep-only
"""You stop after one sweep. A later column changes what is best for an earlier one: sweep until no
weight moves by more than `tol`."""


# fails: test_optimal test_stops
def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lasso_cd(X, y, alpha, tol):
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A, residual = X - X_mean, y - y_mean
    scale = (A**2).sum(axis=0) / n
    w = np.zeros(columns)
    for j in range(columns):
        w[j] = soft_threshold(A[:, j] @ residual / n, alpha) / scale[j]
        residual = residual - A[:, j] * w[j]
    return w, y_mean - X_mean @ w


# %% wrong changes-its-input
"""`X -= ...` and `y -= ...` write into the caller's arrays. Make new ones."""


# fails: test_input_is_left_alone
def soft_threshold(z, t):
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


def lasso_cd(X, y, alpha, tol):
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    X -= X_mean
    y -= y_mean
    scale = (X**2).sum(axis=0) / n
    w = np.zeros(columns)
    while True:
        before = w.copy()
        for j in range(columns):
            alone = X[:, j] @ (y - X @ w) / n + scale[j] * w[j]
            w[j] = soft_threshold(alone, alpha) / scale[j]
        if np.abs(w - before).max() <= tol:
            return w, y_mean - X_mean @ w


# %% hint
"""`np.sign(z)` keeps the side, `np.maximum(np.abs(z) - t, 0)` is the new size."""

# %% hint
"""Keep `residual`, what the newest weights do not explain. With w_j taken out, column j explains
`alone = A[:, j] @ residual / n + scale[j] * w[j]`, where `scale[j]` is the mean of its squares. The
best w_j is `soft_threshold(alone, alpha) / scale[j]`."""

# %% hint
"""When w_j changes by d, `residual` changes by `-A[:, j] * d`."""


# %% solution
def soft_threshold(z, t):
    """Move the numbers in z by t towards 0."""
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)  # equivalent: the larger of two


def lasso_cd(X, y, alpha, tol):
    """Return weights and intercept of the lasso."""
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A, residual = X - X_mean, y - y_mean  # equivalent: A sees no constant in y
    scale = (A**2).sum(axis=0) / n
    w = np.zeros(columns)
    while True:
        before = w.copy()
        for j in range(columns):
            alone = A[:, j] @ residual / n + scale[j] * w[j]
            new = soft_threshold(alone, alpha) / scale[j]
            residual = residual - A[:, j] * (new - w[j])
            w[j] = new
        if np.abs(w - before).max() <= tol:
            return w, y_mean - X_mean @ w


# %% tests
from snippets.checks import approx


def sample():
    rng = np.random.default_rng(2)
    X = rng.normal(loc=3, size=(50, 6)) * [1, 2, 0.5, 1, 3, 1]
    X[:, 1] += X[:, 0]
    return X, 2 * X[:, 0] - X[:, 4] + 10 + rng.normal(size=50)


def objective(X, y, alpha, w, b):
    return ((y - X @ w - b) ** 2).sum() / (2 * len(y)) + alpha * np.abs(w).sum()


def test_soft_threshold():
    """Both signs, inside and outside the threshold, threshold 0."""
    z = np.array([-3.0, -0.5, 0.0, 1.0, 2.5])
    assert soft_threshold(z, 1.0) == approx([-2, 0, 0, 0, 1.5])
    assert soft_threshold(z, 0.0) == approx(z)


def test_one_column():
    """Three stops of a courier, alpha 0.5: slope 0.75 and intercept 2.5."""
    w, b = lasso_cd(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 5.0, 5.0]), 0.5, 1e-9)
    assert w == approx([0.75])
    assert b == approx(2.5)


def test_exact_zero():
    """A strong penalty gives exact zeros, and the mean of y as intercept."""
    X, y = sample()
    w, b = lasso_cd(X.copy(), y.copy(), 50.0, 1e-9)
    assert w.tolist() == [0] * 6
    assert b == approx(y.mean())


def test_one_sweep():
    """With a large tol there is one sweep, and the second column sees what the first explained."""
    X = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [4.0, 2.0]])
    w, b = lasso_cd(X, np.array([0.0, 4.0, 6.0, 10.0]), 0.5, 100.0)
    assert w == approx([2.25, 0.25])
    assert b == approx(0.25)


def test_optimal():
    """No small change improves the result: every column meets the conditions of a minimum."""
    X, y = sample()
    for alpha in [0.05, 0.4, 1.5]:
        w, b = lasso_cd(X.copy(), y.copy(), alpha, 1e-11)
        residual = y - X @ w - b
        pull = X.T @ residual / len(y)
        assert residual.mean() == approx(0, abs=1e-7)
        assert pull[w != 0] == approx(alpha * np.sign(w[w != 0]), abs=1e-7)
        assert np.abs(pull).max() <= alpha + 1e-7


def test_stops():
    """It stops when a sweep moves no weight by more than tol, not earlier and not later."""
    X = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [4.0, 2.0]])
    y = np.array([0.0, 4.0, 6.0, 10.0])
    assert lasso_cd(X, y, 0.5, 2.24)[0] == approx([2.125, 0.375])
    assert lasso_cd(X, y, 0.5, 0.125)[0] == approx([2.125, 0.375])
    assert lasso_cd(X, y, 0.5, 0.12)[0] == approx([2.0625, 0.4375])


def test_objective_falls():
    """The smaller tol, the lower the objective, or the same."""
    X, y = sample()
    X[:, 2] = X[:, 0] + X[:, 3] / 2
    values = []
    for tol in [1e3, 0.3, 0.1, 1e-2, 1e-4, 1e-6]:
        w, b = lasso_cd(X.copy(), y.copy(), 0.05, tol)
        values.append(objective(X, y, 0.05, w, b))
    assert np.diff(values).max() <= 1e-9
    assert values[0] < objective(X, y, 0.05, np.zeros(6), y.mean())


def test_input_is_left_alone():
    """The arrays that it is given stay as they are."""
    X, y = sample()
    X_before, y_before = X.copy(), y.copy()
    lasso_cd(X, y, 0.1, 1e-6)
    assert X == approx(X_before)
    assert y == approx(y_before)
