r"""
title: PCA by the singular value decomposition
level: 2
packages: numpy

Write the class `PCAScratch(k)`. It keeps the `k` directions in which the rows of a table vary most.

- `fit(X)` stores `mean_`, the mean of each column; `components_`, of shape `(k, columns)`, one
  direction of length 1 in each **row**, the largest variance first; and `explained_variance_`, the
  `k` variances of the scores, with divisor `rows - 1`. It returns the object itself.
- `transform(X)` returns the scores, of shape `(rows, k)`. It may get other rows than `fit` did.
- `inverse_transform(Z)` takes scores and returns rows with all columns again.

Do not scale the columns. Each direction may point either way: signs are yours to choose. `k` is at
most the smaller number of rows and columns, but it may exceed the number of directions in which
the rows vary; the variances beyond those are 0 and the directions still have length 1. `X` may
hold `float32` numbers: compute in `float64`, starting with the mean.
"""

# %% setup
import numpy as np


# %% starter
class PCAScratch:
    """Principal component analysis."""

    def __init__(self, k):
        self.k = k

    def fit(self, X): ...

    def transform(self, X): ...

    def inverse_transform(self, Z): ...


# %% wrong mean-of-the-new-rows
"""`transform` subtracts the mean of the rows that it is given. One new row minus its own mean is
zero, whatever it holds. Subtract the mean that `fit` stored."""


# fails: test_new_rows_use_the_training_mean test_there_and_back test_float32
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X - self.mean_, full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - np.mean(X, axis=0)) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong columns-for-rows
"""NumPy's third result is already transposed: its *rows* are the directions. You take its
columns."""


# fails: test_directions_and_variances
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X - self.mean_, full_matrices=False)
        self.components_ = right.T[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong divides-by-rows
"""Your variances are divided by the number of rows. The task, like scikit-learn's PCA, asks for
rows - 1."""


# fails: test_five_applicants test_directions_and_variances test_float32
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X - self.mean_, full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / len(X)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong not-centred
"""The SVD of the raw table finds the direction from the origin to the middle of the rows. Subtract
the column means first."""


# fails: test_five_applicants test_directions_and_variances test_there_and_back test_float32
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X, full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong smallest-first
"""`np.linalg.eigh` sorts its values in ascending order. Turn the order round before you keep
`k`."""


# fails: test_five_applicants test_directions_and_variances test_there_and_back
# fails: test_more_components_than_directions test_float32
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        variances, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
        self.components_ = vectors.T[: self.k]
        self.explained_variance_ = variances[: self.k]
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong divides-by-a-zero-stretch
"""Directions computed as `left.T @ centred / stretches` do not exist where a stretch is 0. The SVD
has them ready: the rows of its third result."""


# fails: test_more_components_than_directions
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        left, stretches, _ = np.linalg.svd(X - self.mean_, full_matrices=False)
        stretches = np.where(stretches < 1e-10, np.inf, stretches)
        self.components_ = (left.T @ (X - self.mean_) / stretches[:, None])[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong stays-in-float32
"""The mean of `float32` numbers is a `float32` number, and the error of rounding it moves every
score. Convert first: `np.asarray(X, dtype=float)`."""


# fails: test_float32
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X - self.mean_, full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong forgets-to-add-the-mean
"""`inverse_transform` returns centred rows. Add the mean that `fit` subtracted."""


# fails: test_there_and_back
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X - self.mean_, full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_


# %% wrong fit-returns-nothing
"""`fit` ends without `return self`, so `PCAScratch(2).fit(X).transform(X)` fails."""


# fails: test_fit_returns_the_object
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd(X - self.mean_, full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% wrong standardises
"""You divide by the standard deviations. Whether to scale is for the caller to decide; the task
asks for centring only."""


# fails: test_five_applicants test_directions_and_variances test_there_and_back test_float32
class PCAScratch:
    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        _, stretches, right = np.linalg.svd((X - self.mean_) / X.std(axis=0), full_matrices=False)
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% hint
"""`np.linalg.svd(centred, full_matrices=False)` returns `left, stretches, right`, the stretches in
descending order. The rows of `right` are the directions."""

# %% hint
"""The squared stretches divided by `rows - 1` are the variances."""

# %% hint
"""Scores are `(X - mean_) @ components_.T`. Back again: `Z @ components_ + mean_`."""


# %% solution
class PCAScratch:
    """Principal component analysis."""

    def __init__(self, k):
        self.k = k

    def fit(self, X):
        X = np.asarray(X, dtype=float)
        self.mean_ = X.mean(axis=0)
        centred = X - self.mean_
        svd = np.linalg.svd(centred, full_matrices=False)  # equivalent: the first k rows are equal
        _, stretches, right = svd
        self.components_ = right[: self.k]
        self.explained_variance_ = stretches[: self.k] ** 2 / (len(X) - 1)
        return self

    def transform(self, X):
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        return Z @ self.components_ + self.mean_


# %% tests
from snippets.checks import approx

MARKS = np.array([[2.0, 4.0], [7.0, 14.0], [10.0, 10.0], [13.0, 6.0], [18.0, 16.0]])


def table(rows=30):
    rng = np.random.default_rng(5)
    mixed = rng.normal(size=(rows, 3)) * [6, 2, 1] @ np.linalg.qr(rng.normal(size=(3, 3)))[0]
    return mixed + [50, -20, 8]


def fitted(X, k):
    model = PCAScratch(k)
    model.fit(X)
    return model


def test_five_applicants():
    """The five applicants: directions (0.8, 0.6) and (-0.6, 0.8), variances 50 and 12.5."""
    model = fitted(MARKS, 2)
    assert model.mean_ == approx([10, 10])
    assert np.abs(model.components_) == approx([[0.8, 0.6], [0.6, 0.8]])
    assert model.explained_variance_ == approx([50, 12.5])


def test_directions_and_variances():
    """Up to sign, they are the leading eigenvectors and eigenvalues of the covariance matrix."""
    values, vectors = np.linalg.eigh(np.cov(table(), rowvar=False))
    model = fitted(table(), 2)
    assert model.components_.shape == (2, 3)
    assert model.explained_variance_ == approx(values[[2, 1]], rel=1e-9)
    cosines = (model.components_ * vectors.T[[2, 1]]).sum(axis=1)
    assert np.abs(cosines) == approx([1, 1], rel=1e-9)


def test_new_rows_use_the_training_mean():
    """The mean row has the scores 0, also when it comes alone; a step along PC1 scores 1."""
    model = fitted(table(), 2)
    assert model.transform(table().mean(axis=0)[None]) == approx([[0, 0]], abs=1e-9)
    step = table().mean(axis=0) + model.components_[:1]
    assert model.transform(step) == approx([[1, 0]], abs=1e-9)


def test_there_and_back():
    """With all components, 3 rows come back unchanged; with one, the nearest point of the line."""
    model = fitted(table(), 3)
    assert model.inverse_transform(model.transform(table()[:3])) == approx(table()[:3], rel=1e-9)
    one = fitted(MARKS, 1)
    back = one.inverse_transform(one.transform(np.array([[7.0, 14.0], [2.0, 4.0]])))
    assert back == approx([[10, 10], [2, 4]])


def test_more_components_than_directions():
    """One column is the sum of two others: the third variance is 0, the third direction exists."""
    X = table().copy()
    X[:, 2] = X[:, 0] + X[:, 1]
    model = fitted(X, 3)
    assert model.explained_variance_[2] == approx(0, abs=1e-9)
    assert model.components_ @ model.components_.T == approx(np.eye(3), abs=1e-9)


def test_float32():
    """Numbers in float32 with a large mean: variances as exact as in float64, and scores too."""
    X = (table() + 20000).astype(np.float32)
    model = fitted(X, 2)
    expected = np.linalg.eigvalsh(np.cov(X.astype(float), rowvar=False))[[2, 1]]
    assert model.explained_variance_ == approx(expected, rel=1e-9)
    assert model.transform(X).sum(axis=0) == approx([0, 0], abs=1e-6)


def test_fit_returns_the_object():
    """`fit` returns the object, so that calls can be chained."""
    model = PCAScratch(1)
    assert model.fit(table()) is model
