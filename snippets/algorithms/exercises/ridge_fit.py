r"""
title: Ridge in closed form
level: 1
packages: numpy

Write `ridge_fit(X, y, alpha)`. It returns the weights `w`, an array, and the intercept `b`, a
number, that minimise

$$
\sum_i (y_i - x_i^\top w - b)^2 + \alpha \sum_j w_j^2
$$

`X` has shape `(rows, columns)`, `y` has shape `(rows,)`; both stay as they are. The intercept is
not penalised. There may be more columns than rows. With `alpha=0` the result is least squares;
the columns are then independent of each other and of a constant. A negative `alpha` raises
`ValueError`.

Numbers have to agree with the exact solution to 10 digits.
"""

# %% setup
import numpy as np


# %% starter
def ridge_fit(X, y, alpha):
    """Return weights and intercept of ridge regression."""
    w, b = np.zeros(X.shape[1]), 0.0
    return w, b


# %% wrong penalised-intercept
"""You penalise the intercept too: a column of ones got its own `alpha`. Centre `X` and `y`, solve
for `w`, and get `b` from the means."""


# fails: test_by_hand test_exact_solution test_shifted_target test_more_columns_than_rows
# fails: test_rows_twice
def ridge_fit(X, y, alpha):
    if alpha < 0:
        raise ValueError("alpha is negative")
    A = np.column_stack([np.ones(len(X)), X])
    solution = np.linalg.solve(A.T @ A + alpha * np.eye(A.shape[1]), A.T @ y)
    return solution[1:], solution[0]


# %% wrong alpha-times-n
"""You multiply `alpha` by the number of rows. This objective has a plain sum of squares, no mean,
so the penalty is `alpha` itself."""


# fails: test_by_hand test_exact_solution test_more_columns_than_rows test_rows_twice
def ridge_fit(X, y, alpha):
    if alpha < 0:
        raise ValueError("alpha is negative")
    n, columns = X.shape
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A = X - X_mean
    w = np.linalg.solve(A.T @ A + n * alpha * np.eye(columns), A.T @ (y - y_mean))
    return w, y_mean - X_mean @ w


# %% wrong mean-as-intercept
"""`b` is the mean of `y` only while every column has mean 0. In general it is
`y_mean - X_mean @ w`."""


# fails: test_by_hand test_exact_solution test_least_squares test_more_columns_than_rows
# fails: test_rows_twice
def ridge_fit(X, y, alpha):
    if alpha < 0:
        raise ValueError("alpha is negative")
    A = X - X.mean(axis=0)
    w = np.linalg.solve(A.T @ A + alpha * np.eye(X.shape[1]), A.T @ (y - y.mean()))
    return w, y.mean()


# %% wrong not-centred
"""You solve for `w` on the raw columns, as if the plane went through the origin. Take the means out
of `X` and `y` first."""


# fails: test_by_hand test_exact_solution test_least_squares test_shifted_target
# fails: test_more_columns_than_rows test_rows_twice
def ridge_fit(X, y, alpha):
    if alpha < 0:
        raise ValueError("alpha is negative")
    w = np.linalg.solve(X.T @ X + alpha * np.eye(X.shape[1]), X.T @ y)
    return w, y.mean() - X.mean(axis=0) @ w


# %% wrong penalty-everywhere
"""You add `alpha` to every entry of `X.T @ X`. It belongs on the diagonal only:
`alpha * np.eye(columns)`."""


# fails: test_exact_solution test_more_columns_than_rows test_rows_twice
def ridge_fit(X, y, alpha):
    if alpha < 0:
        raise ValueError("alpha is negative")
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A = X - X_mean
    w = np.linalg.lstsq(A.T @ A + alpha, A.T @ (y - y_mean))[0]
    return w, y_mean - X_mean @ w


# %% wrong changes-its-input
"""`X -= ...` writes into the caller's array. Make a new array: `A = X - X_mean`."""


# fails: test_input_is_left_alone
def ridge_fit(X, y, alpha):
    if alpha < 0:
        raise ValueError("alpha is negative")
    X_mean, y_mean = X.mean(axis=0), y.mean()
    X -= X_mean
    w = np.linalg.solve(X.T @ X + alpha * np.eye(X.shape[1]), X.T @ (y - y_mean))
    return w, y_mean - X_mean @ w


# %% wrong negative-alpha-accepted
"""A negative `alpha` rewards large weights. Refuse it with `ValueError`."""


# fails: test_negative_alpha
def ridge_fit(X, y, alpha):
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A = X - X_mean
    w = np.linalg.solve(A.T @ A + alpha * np.eye(X.shape[1]), A.T @ (y - y_mean))
    return w, y_mean - X_mean @ w


# %% hint
"""Centre first: `A = X - X.mean(axis=0)` and `c = y - y.mean()`. On centred data the intercept is
0."""

# %% hint
"""The gradient is zero where `(A.T @ A + alpha * I) @ w = A.T @ c`, with the identity `I` from
`np.eye`. `np.linalg.solve` solves it."""


# %% solution
def ridge_fit(X, y, alpha):
    """Return weights and intercept of ridge regression."""
    if alpha < 0:
        raise ValueError(f"alpha must be 0 or more, got {alpha}")
    X_mean, y_mean = X.mean(axis=0), y.mean()
    A = X - X_mean
    gram = A.T @ A + alpha * np.eye(X.shape[1])
    w = np.linalg.solve(gram, A.T @ (y - y_mean))  # equivalent: A sees no constant in y
    return w, y_mean - X_mean @ w


# %% tests
from snippets.checks import approx, raises


def sample(rows=30, columns=3):
    rng = np.random.default_rng(5)
    X = rng.normal(loc=4, size=(rows, columns)) * np.arange(1, columns + 1)
    return X, X[:, 0] - X[:, -1] + 20 + rng.normal(size=rows)


def by_invented_rows(X, y, alpha):
    A = np.vstack([X - X.mean(axis=0), np.sqrt(alpha) * np.eye(X.shape[1])])
    return np.linalg.lstsq(A, np.concatenate([y - y.mean(), np.zeros(X.shape[1])]))[0]


def test_by_hand():
    """Three stops of a courier, alpha 1: slope 1 and intercept 2."""
    w, b = ridge_fit(np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 5.0, 5.0]), 1)
    assert w == approx([1], rel=1e-10)
    assert b == approx(2, rel=1e-10)


def test_exact_solution():
    """Three columns, several strengths: weights and intercept agree to 10 digits."""
    X, y = sample()
    for alpha in [0.1, 7.0, 500.0]:
        w, b = ridge_fit(X.copy(), y.copy(), alpha)
        expected = by_invented_rows(X, y, alpha)
        assert w == approx(expected, rel=1e-10)
        assert b == approx(y.mean() - X.mean(axis=0) @ expected, rel=1e-10)


def test_least_squares():
    """With alpha 0 it is least squares."""
    X, y = sample()
    w, b = ridge_fit(X.copy(), y.copy(), 0)
    expected = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y)[0]
    assert w == approx(expected[:3], rel=1e-8)
    assert b == approx(expected[3], rel=1e-8)


def test_shifted_target():
    """Adding 1,000 to every y adds 1,000 to the intercept and leaves the weights alone."""
    X, y = sample()
    w, b = ridge_fit(X.copy(), y.copy(), 10)
    w_shifted, b_shifted = ridge_fit(X.copy(), y + 1000, 10)
    assert w_shifted == approx(w, rel=1e-8)
    assert b_shifted == approx(b + 1000, rel=1e-8)


def test_more_columns_than_rows():
    """Ten columns, four rows."""
    X, y = sample(4, 10)
    w, b = ridge_fit(X.copy(), y.copy(), 2)
    expected = by_invented_rows(X, y, 2)
    assert w == approx(expected, rel=1e-10)
    assert b == approx(y.mean() - X.mean(axis=0) @ expected, rel=1e-9)


def test_rows_twice():
    """Every row twice with alpha 6 gives what every row once with alpha 3 gives."""
    X, y = sample()
    w, b = ridge_fit(np.vstack([X, X]), np.concatenate([y, y]), 6)
    expected = by_invented_rows(X, y, 3)
    assert w == approx(expected, rel=1e-9)
    assert b == approx(y.mean() - X.mean(axis=0) @ expected, rel=1e-9)


def test_negative_alpha():
    """A negative alpha raises ValueError, alpha 0 does not."""
    X, y = sample()
    with raises(ValueError):
        ridge_fit(X, y, -0.5)
    ridge_fit(X, y, 0)


def test_input_is_left_alone():
    """The arrays that it is given stay as they are."""
    X, y = sample()
    X_before, y_before = X.copy(), y.copy()
    ridge_fit(X, y, 1)
    assert X == approx(X_before)
    assert y == approx(y_before)
