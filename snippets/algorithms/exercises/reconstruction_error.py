r"""
title: What the dropped components cost
level: 2
packages: numpy

Keep `k` principal components of the rows of `X`, go back, and every row lands a little beside
itself. Write `reconstruction_error(X, k)`, which returns

$$
\frac1n \sum_{i=1}^{n} \lVert x_i - \hat x_i \rVert^2 ,
$$

the mean **over rows** of the squared distance between row $x_i$ and its reconstruction
$\hat x_i$ from the first $k$ components of the same rows. Columns are centred, not scaled.

`X` has shape `(rows, columns)`; `k` is a whole number from 0 to the number of columns. With `k = 0`
every row is reconstructed as the mean of the columns. Columns may outnumber rows. Return a float.
"""

# %% setup
import numpy as np


# %% starter
def reconstruction_error(X, k):
    """Mean squared distance between the rows and their reconstructions."""
    return 0.0


# %% wrong share-of-the-variance
"""This is the *share* of the variance that is lost. It has no unit and cannot exceed 1; the error
has the squared unit of the data."""


# fails: test_five_applicants test_equals_the_distances test_units test_tail_eigenvalues
# fails: test_no_components test_more_columns_than_rows
def reconstruction_error(X, k):
    stretches = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float((stretches[k:] ** 2).sum() / (stretches**2).sum())


# %% wrong rows-minus-one
"""You divide by rows - 1, as for a sample variance. The task asks for the mean over all rows."""


# fails: test_five_applicants test_equals_the_distances test_units test_tail_eigenvalues
# fails: test_no_components test_more_columns_than_rows
def reconstruction_error(X, k):
    stretches = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float((stretches[k:] ** 2).sum() / (len(X) - 1))


# %% wrong mean-over-all-entries
"""You average over the single entries. The squared distance of a row is a *sum* over its columns;
only rows are averaged."""


# fails: test_five_applicants test_equals_the_distances test_units test_tail_eigenvalues
# fails: test_no_components test_more_columns_than_rows
def reconstruction_error(X, k):
    centred = X - X.mean(axis=0)
    right = np.linalg.svd(centred, full_matrices=False)[2][:k]
    return float(((centred - centred @ right.T @ right) ** 2).mean())


# %% wrong what-is-kept
"""You add up the variances of the components that are kept. The error is made of those that are
dropped."""


# fails: test_five_applicants test_equals_the_distances test_units test_tail_eigenvalues
# fails: test_no_components test_all_components test_more_columns_than_rows
def reconstruction_error(X, k):
    stretches = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float((stretches[:k] ** 2).sum() / len(X))


# %% wrong not-centred
"""Subtract the column means first. Otherwise the components describe the way from the origin to
the rows."""


# fails: test_five_applicants test_equals_the_distances test_units test_tail_eigenvalues
# fails: test_no_components test_more_columns_than_rows
def reconstruction_error(X, k):
    stretches = np.linalg.svd(X, compute_uv=False)
    return float((stretches[k:] ** 2).sum() / len(X))


# %% wrong not-squared
"""Singular values add up as squares: a squared distance is a sum of squared scores."""


# fails: test_five_applicants test_equals_the_distances test_units test_tail_eigenvalues
# fails: test_no_components test_more_columns_than_rows
def reconstruction_error(X, k):
    stretches = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float(stretches[k:].sum() / len(X))


# %% hint
"""A direct way: take the first `k` directions, project the centred rows, go back, and measure."""

# %% hint
"""A short way: the squared singular values of the centred table are sums of squared scores. The
ones from position `k` on are what you lose."""


# %% solution
def reconstruction_error(X, k):
    """Mean squared distance between the rows and their reconstructions."""
    stretches = np.linalg.svd(X - X.mean(axis=0), compute_uv=False)
    return float((stretches[k:] ** 2).sum() / len(X))


# %% tests
from snippets.checks import approx

MARKS = np.array([[2.0, 4.0], [7.0, 14.0], [10.0, 10.0], [13.0, 6.0], [18.0, 16.0]])


def table(rows=25, columns=6):
    rng = np.random.default_rng(8)
    return rng.normal(loc=40, size=(rows, columns)) @ rng.normal(size=(columns, columns))


def test_five_applicants():
    """Two of five applicants land at a distance of 5: the mean square is 50 / 5 = 10."""
    assert reconstruction_error(MARKS, 1) == approx(10)


def test_equals_the_distances():
    """With 1, 3 and 5 components: the same as projecting, going back and measuring."""
    X = table()
    mean = X.mean(axis=0)
    right = np.linalg.svd(X - mean, full_matrices=False)[2]
    for k in [1, 3, 5]:
        back = (X - mean) @ right[:k].T @ right[:k] + mean
        expected = ((X - back) ** 2).sum(axis=1).mean()
        assert reconstruction_error(X, k) == approx(expected, rel=1e-8)


def test_tail_eigenvalues():
    """It is the sum of the smallest eigenvalues of the covariance matrix with divisor n."""
    values = np.linalg.eigvalsh(np.cov(table(), rowvar=False, ddof=0))
    assert reconstruction_error(table(), 2) == approx(values[:4].sum(), rel=1e-8)


def test_units():
    """In units ten times smaller, the error is a hundred times larger."""
    assert reconstruction_error(MARKS * 10, 1) == approx(1000)


def test_no_components():
    """With k = 0 only the means are left: the mean squared distance from them."""
    assert reconstruction_error(MARKS, 0) == approx(50)


def test_all_components():
    """With all components nothing is lost."""
    assert reconstruction_error(table(), 6) == approx(0, abs=1e-9)


def test_more_columns_than_rows():
    """Four rows and nine columns: the fourth component is already useless."""
    X = table(4, 9)
    assert reconstruction_error(X, 3) == approx(0, abs=1e-9)
    assert reconstruction_error(X, 9) == approx(0, abs=1e-9)
    total = ((X - X.mean(axis=0)) ** 2).sum() / 4
    assert reconstruction_error(X, 0) == approx(total, rel=1e-9)
