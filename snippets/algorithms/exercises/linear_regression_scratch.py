r"""
title: Least squares with scikit-learn's manners
level: 2
packages: numpy

Write the class `LinearRegressionScratch(fit_intercept=True)`. It fits
$\hat y = X w + b$ by least squares and behaves like scikit-learn's estimator:

- `fit(X, y)` stores the coefficients in `coef_` (one per column) and the intercept in
  `intercept_`, and returns the object itself. `X` is an array of shape `(rows, columns)`, `y` one
  of shape `(rows,)`; both stay as they are.
- `predict(X)` returns one prediction per row.
- `score(X, y)` returns $R^2 = 1 - \sum_i (y_i - \hat y_i)^2 / \sum_i (y_i - \bar y)^2$, where
  $\bar y$ is the mean of the `y` that `score` is given. On new data it can be negative.

With `fit_intercept=False` the plane goes through the origin and `intercept_` is 0. Otherwise take
the means out first: fit the centred `y` on the centred columns of `X`, then get the intercept
from the means. When columns repeat each other, many coefficients fit equally well: give the ones
that `np.linalg.lstsq` gives for the centred data, those with the smallest sum of squares.

Numbers have to agree with the exact solution to 8 digits.
"""

# %% setup
import numpy as np


# %% starter
class LinearRegressionScratch:
    """Linear regression by least squares."""

    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y): ...

    def predict(self, X): ...

    def score(self, X, y): ...


# %% wrong inverts-the-matrix
"""`inv(X.T @ X)` does not exist when one column repeats another, and it squares the error of
rounding when columns nearly do. `np.linalg.lstsq` handles both."""


# fails: test_repeated_column test_columns_that_add_up_to_one
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        X_mean = X.mean(axis=0) if self.fit_intercept else np.zeros(X.shape[1])
        y_mean = y.mean() if self.fit_intercept else 0.0
        centred = X - X_mean
        self.coef_ = np.linalg.inv(centred.T @ centred) @ centred.T @ (y - y_mean)
        self.intercept_ = y_mean - X_mean @ self.coef_
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()


# %% wrong no-intercept
"""Your plane always goes through the origin. With `fit_intercept=True`, centre `X` and `y` first
and compute the intercept from the means."""


# fails: test_one_feature test_exact_solution test_score
# fails: test_repeated_column test_columns_that_add_up_to_one
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        self.coef_ = np.linalg.lstsq(X, y)[0]
        self.intercept_ = 0.0
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()


# %% wrong always-an-intercept
"""`fit_intercept` is stored, but `fit` never asks for it."""


# fails: test_without_intercept
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        X_mean, y_mean = X.mean(axis=0), y.mean()
        self.coef_ = np.linalg.lstsq(X - X_mean, y - y_mean)[0]
        self.intercept_ = y_mean - X_mean @ self.coef_
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()


# %% wrong column-of-ones
"""A column of ones gives the right predictions. But where columns add up to a constant, `lstsq`
then makes the *intercept* small too, and the coefficients differ from scikit-learn's. Centre the
data instead."""


# fails: test_columns_that_add_up_to_one
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        if self.fit_intercept:
            with_ones = np.column_stack([np.ones(len(X)), X])
            self.intercept_, *coefficients = np.linalg.lstsq(with_ones, y)[0]
            self.coef_ = np.array(coefficients)
        else:
            self.coef_, self.intercept_ = np.linalg.lstsq(X, y)[0], 0.0
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()


# %% wrong training-mean
"""You compare with the mean of the *training* `y`. The baseline of $R^2$ is the mean of the `y`
that is being scored."""


# fails: test_score
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        X_mean = X.mean(axis=0) if self.fit_intercept else np.zeros(X.shape[1])
        y_mean = y.mean() if self.fit_intercept else 0.0
        self.coef_ = np.linalg.lstsq(X - X_mean, y - y_mean)[0]
        self.intercept_ = y_mean - X_mean @ self.coef_
        self.y_mean_ = y.mean()
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - self.y_mean_) ** 2).sum()


# %% wrong never-negative
"""$R^2$ is below 0 when the mean of `y` predicts better than the model does. Do not hide that."""


# fails: test_score
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        X_mean = X.mean(axis=0) if self.fit_intercept else np.zeros(X.shape[1])
        y_mean = y.mean() if self.fit_intercept else 0.0
        self.coef_ = np.linalg.lstsq(X - X_mean, y - y_mean)[0]
        self.intercept_ = y_mean - X_mean @ self.coef_
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        unexplained = ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()
        return max(0.0, 1 - unexplained)


# %% wrong fit-returns-nothing
"""`fit` ends without `return self`, so `LinearRegressionScratch().fit(X, y).predict(X)` fails."""


# fails: test_fit_returns_the_object
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        X_mean = X.mean(axis=0) if self.fit_intercept else np.zeros(X.shape[1])
        y_mean = y.mean() if self.fit_intercept else 0.0
        self.coef_ = np.linalg.lstsq(X - X_mean, y - y_mean)[0]
        self.intercept_ = y_mean - X_mean @ self.coef_

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()


# %% wrong changes-its-input
"""`X -= ...` writes into the caller's array. Make a new array: `X - X_mean`."""


# fails: test_input_is_left_alone
class LinearRegressionScratch:
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        self.coef_, self.intercept_ = np.zeros(X.shape[1]), 0.0
        if self.fit_intercept:
            X_mean, y_mean = X.mean(axis=0), y.mean()
            X -= X_mean
            self.coef_ = np.linalg.lstsq(X, y - y_mean)[0]
            self.intercept_ = y_mean - X_mean @ self.coef_
        else:
            self.coef_ = np.linalg.lstsq(X, y)[0]
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        return 1 - ((y - self.predict(X)) ** 2).sum() / ((y - y.mean()) ** 2).sum()


# %% hint
"""`np.linalg.lstsq(A, b)[0]` is the `w` that makes `A @ w` come closest to `b`."""

# %% hint
"""The plane passes through the point of means: from `y_mean = X_mean @ coef_ + intercept_` follows
the intercept."""

# %% hint
"""Without an intercept, use the same lines with means of zero."""


# %% solution
class LinearRegressionScratch:
    """Linear regression by least squares."""

    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        if self.fit_intercept:
            X_mean, y_mean = X.mean(axis=0), y.mean()
        else:
            X_mean, y_mean = np.zeros(X.shape[1]), 0.0
        centred = X - X_mean
        self.coef_ = np.linalg.lstsq(centred, y - y_mean)[0]  # equivalent: X sees no constant in y
        self.intercept_ = y_mean - X_mean @ self.coef_
        return self

    def predict(self, X):
        return X @ self.coef_ + self.intercept_

    def score(self, X, y):
        residuals = y - self.predict(X)
        deviations = y - y.mean()
        return 1 - (residuals @ residuals) / (deviations @ deviations)


# %% tests
from snippets.checks import approx


def noisy_plane(rows=40):
    rng = np.random.default_rng(7)
    X = rng.normal(loc=[5, -2, 30], scale=[1, 4, 0.5], size=(rows, 3))
    y = X @ [2.0, -1.0, 0.5] + 12 + rng.normal(size=rows)
    return X, y


def test_one_feature():
    """A line through three points: slope, intercept and predictions."""
    X, y = np.array([[1.0], [2.0], [4.0]]), np.array([5.0, 7.0, 11.0])
    model = LinearRegressionScratch()
    model.fit(X, y)
    assert model.coef_ == approx([2])
    assert model.intercept_ == approx(3)
    assert model.predict(np.array([[0.0], [10.0]])) == approx([3, 23])


def test_exact_solution():
    """Three features with noise: coefficients and intercept solve the normal equations."""
    X, y = noisy_plane()
    model = LinearRegressionScratch()
    model.fit(X.copy(), y.copy())
    A = np.column_stack([X, np.ones(len(X))])
    expected = np.linalg.solve(A.T @ A, A.T @ y)
    assert model.coef_ == approx(expected[:3], rel=1e-8)
    assert model.intercept_ == approx(expected[3], rel=1e-8)


def test_without_intercept():
    """With fit_intercept=False the plane goes through the origin."""
    X, y = noisy_plane()
    model = LinearRegressionScratch(fit_intercept=False)
    model.fit(X, y)
    assert model.coef_ == approx(np.linalg.solve(X.T @ X, X.T @ y), rel=1e-8)
    assert model.intercept_ == 0
    assert model.predict(np.zeros((1, 3))) == approx([0])


def test_repeated_column():
    """One column is twice another: the smallest coefficients that fit, as scikit-learn has them."""
    X = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
    model = LinearRegressionScratch()
    model.fit(X, np.array([11.0, 16.0, 21.0]))
    assert model.coef_ == approx([1, 2])
    assert model.intercept_ == approx(6)


def test_columns_that_add_up_to_one():
    """Two columns that always add up to 1: the smallest coefficients, the intercept not counted."""
    X = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    model = LinearRegressionScratch()
    model.fit(X, np.array([4.0, 4.0, 10.0, 10.0]))
    assert model.coef_ == approx([-3, 3])
    assert model.intercept_ == approx(7)


def test_score():
    """R² uses the mean of the y that it is given, and can be negative."""
    X, y = np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])
    model = LinearRegressionScratch()
    model.fit(X.copy(), y.copy())
    assert model.score(X, y) == approx(1)
    assert model.score(X, np.array([2.0, 3.0, 7.0])) == approx(1 - 5 / 14)
    assert model.score(X, np.array([6.0, 3.0, 0.0])) == approx(1 - 50 / 18)


def test_fit_returns_the_object():
    """`fit` returns the object, so that calls can be chained."""
    X, y = noisy_plane()
    model = LinearRegressionScratch()
    assert model.fit(X, y) is model


def test_input_is_left_alone():
    """`fit` does not change the arrays that it is given."""
    X, y = noisy_plane()
    X_before, y_before = X.copy(), y.copy()
    LinearRegressionScratch().fit(X, y)
    assert X == approx(X_before)
    assert y == approx(y_before)
