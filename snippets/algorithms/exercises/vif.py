r"""
title: Variance inflation factors
level: 2
packages: numpy

A coefficient is hard to pin down when the other columns can say the same. The variance inflation
factor of column $j$ measures it: regress column $j$ on **all the other columns, with an
intercept**, take the $R^2$ of that regression, and

$$
\mathrm{VIF}_j = \frac{1}{1 - R_j^2}
$$

A value of 1 means that the others say nothing about the column; 10 means that its coefficient has
ten times the variance that it would have alone.

Write `vif(X)`. `X` has shape `(rows, columns)`, at least two columns, none of them constant, and
more rows than columns. Return an array with one factor per column. Where $1 - R_j^2$ is smaller
than `1e-10`, the others determine the column: its factor is `np.inf`.
"""

# %% setup
import numpy as np


# %% starter
def vif(X):
    """Variance inflation factor of every column."""
    factors = np.ones(X.shape[1])
    return factors


# %% wrong no-intercept
"""The regressions need an intercept. Without one, two columns whose means are far from 0 look as if
they explained each other."""


# fails: test_against_the_correlation_matrix test_independent_columns
# fails: test_only_the_columns_concerned test_units_do_not_matter
def vif(X):
    factors = []
    for j in range(X.shape[1]):
        others = np.delete(X, j, axis=1)
        residuals = X[:, j] - others @ np.linalg.lstsq(others, X[:, j])[0]
        unexplained = residuals @ residuals / (X[:, j] @ X[:, j])
        factors.append(np.inf if unexplained < 1e-10 else 1 / unexplained)
    return np.array(factors)


# %% wrong column-explains-itself
"""Column j is still among the columns that explain it, so every $R^2$ is 1. Leave it out."""


# fails: test_against_the_correlation_matrix test_independent_columns
# fails: test_only_the_columns_concerned test_units_do_not_matter
def vif(X):
    return np.full(X.shape[1], np.inf)


# %% wrong returns-r-squared
"""This is $R^2$ itself. The factor is 1 / (1 - $R^2$)."""


# fails: test_against_the_correlation_matrix test_independent_columns
# fails: test_only_the_columns_concerned test_units_do_not_matter
def vif(X):
    scores = []
    for j in range(X.shape[1]):
        others = np.column_stack([np.ones(len(X)), np.delete(X, j, axis=1)])
        residuals = X[:, j] - others @ np.linalg.lstsq(others, X[:, j])[0]
        deviations = X[:, j] - X[:, j].mean()
        scores.append(1 - residuals @ residuals / (deviations @ deviations))
    return np.array(scores)


# %% wrong pairs-only
"""You look at pairs of columns. A column can be the sum of two others and have a modest correlation
with each: regress it on all of them together."""


# fails: test_against_the_correlation_matrix
# fails: test_only_the_columns_concerned test_units_do_not_matter
def vif(X):
    correlations = np.corrcoef(X, rowvar=False) - np.eye(X.shape[1])
    unexplained = 1 - (correlations**2).max(axis=0)
    return np.array([np.inf if u < 1e-10 else 1 / u for u in unexplained])


# %% wrong huge-instead-of-infinite
"""Rounding leaves a tiny remainder, so you return some huge number. Below `1e-10`, return
`np.inf`."""


# fails: test_only_the_columns_concerned
def vif(X):
    factors = []
    for j in range(X.shape[1]):
        others = np.column_stack([np.ones(len(X)), np.delete(X, j, axis=1)])
        residuals = X[:, j] - others @ np.linalg.lstsq(others, X[:, j])[0]
        deviations = X[:, j] - X[:, j].mean()
        factors.append(deviations @ deviations / max(residuals @ residuals, 1e-20))
    return np.array(factors)


# %% hint
"""`np.delete(X, j, axis=1)` gives the other columns; put a column of ones in front of them."""

# %% hint
"""With the residuals `r` of that regression and the deviations `d` of column j from its mean,
$1 - R^2$ is `(r @ r) / (d @ d)`."""


# %% solution
def vif(X):
    """Variance inflation factor of every column."""
    factors = []
    for j in range(X.shape[1]):
        column = X[:, j]
        others = np.column_stack([np.ones(len(X)), np.delete(X, j, axis=1)])
        residuals = column - others @ np.linalg.lstsq(others, column)[0]
        deviations = column - column.mean()
        unexplained = (residuals @ residuals) / (deviations @ deviations)
        if unexplained < 1e-10:  # equivalent: no column leaves 1e-10 to the last digit
            factors.append(np.inf)
        else:
            factors.append(1 / unexplained)
    return np.array(factors)


# %% tests
from snippets.checks import approx


def related_columns():
    rng = np.random.default_rng(3)
    X = rng.normal(loc=[20, -5, 100], size=(80, 3))
    X[:, 2] += 2 * X[:, 0] + X[:, 1]
    return X


def test_against_the_correlation_matrix():
    """The factors equal the diagonal of the inverse correlation matrix, to 6 digits."""
    X = related_columns()
    expected = np.linalg.inv(np.corrcoef(X, rowvar=False)).diagonal()
    assert vif(X) == approx(expected, rel=1e-6)


def test_independent_columns():
    """Columns that say nothing about each other have the factor 1, wherever their means are."""
    X = np.array([[9.0, 51.0], [9.0, 49.0], [11.0, 51.0], [11.0, 49.0]])
    assert vif(X) == approx([1, 1])


def test_only_the_columns_concerned():
    """A column that is the sum of two others: all three infinite, a fourth column is not."""
    X = np.column_stack([related_columns()[:, :2], np.zeros(80), np.arange(80.0) % 7])
    X[:, 2] = X[:, 0] + X[:, 1]
    factors = vif(X)
    assert list(factors[:3]) == [np.inf, np.inf, np.inf]
    expected = np.linalg.inv(np.corrcoef(X[:, [0, 1, 3]], rowvar=False)).diagonal()[2]
    assert factors[3] == approx(expected)


def test_units_do_not_matter():
    """Other units, in thousands or with another zero, give the same factors."""
    X = related_columns()
    expected = np.linalg.inv(np.corrcoef(X, rowvar=False)).diagonal()
    assert vif(X * [1000, 0.01, 1] + [0, 40, 7]) == approx(expected, rel=1e-6)
