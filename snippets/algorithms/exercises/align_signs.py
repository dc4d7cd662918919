r"""
title: Compare up to sign
level: 3
packages: numpy

A direction and its opposite describe the same line. Two correct programs may therefore return the
same components with different signs, row by row. Before you subtract, turn the rows round.

Write `align_signs(A, B)`. `A` and `B` have the same shape; row $i$ of `A` and row $i$ of `B` hold
the same direction, up to sign and small errors. Return a **new** array with the rows of `A`, each
multiplied by 1 or by -1, so that it points the way row $i$ of `B` points: the two should not have
a negative dot product. A row whose dot product with its partner is exactly 0 (one of them may be
all zeros) stays as it is. Leave `A` and `B` unchanged.
"""

# %% setup
import numpy as np


# %% starter
def align_signs(A, B):
    """Rows of A, each turned to the side of the same row of B."""
    return A


# %% wrong first-coordinate
"""You compare the first entries. Where they are nearly zero, their sign is rounding error. The dot
product uses all entries."""


# fails: test_first_entry_near_zero test_small_entries_may_disagree
def align_signs(A, B):
    signs = np.where(A[:, :1] * B[:, :1] < 0, -1, 1)
    return A * signs


# %% wrong flips-the-whole-matrix
"""One sign for the whole matrix is not enough: every row has a sign of its own."""


# fails: test_rows_one_by_one test_first_entry_near_zero test_small_entries_may_disagree
# fails: test_two_programs test_right_angle_and_zeros test_inputs_are_left_alone
def align_signs(A, B):
    return A if (A * B).sum() > 0 else -A


# %% wrong flips-columns
"""You sum down the columns and flip those. The components are rows: sum along `axis=1`."""


# fails: test_rows_one_by_one test_first_entry_near_zero test_small_entries_may_disagree
# fails: test_two_programs test_right_angle_and_zeros test_inputs_are_left_alone
def align_signs(A, B):
    return A * np.where((A * B).sum(axis=0) < 0, -1, 1)


# %% wrong sign-of-zero
"""`np.sign(0)` is 0, so a row at a right angle to its partner is wiped out."""


# fails: test_right_angle_and_zeros
def align_signs(A, B):
    return A * np.sign((A * B).sum(axis=1, keepdims=True))


# %% wrong signs-of-B
"""You give each single entry the sign that it has in B. That makes a new direction, not the old
one turned round."""


# fails: test_small_entries_may_disagree
def align_signs(A, B):
    return np.abs(A) * np.where(B < 0, -1, 1)


# %% wrong returns-B
"""This returns B. The result has to hold the numbers of A: their differences from B are what you
want to see."""


# fails: test_rows_one_by_one test_small_entries_may_disagree test_right_angle_and_zeros
def align_signs(A, B):
    return B.copy()


# %% wrong writes-into-A
"""`A[row] *= -1` changes the caller's array. Work on a copy."""


# fails: test_inputs_are_left_alone
def align_signs(A, B):
    A[(A * B).sum(axis=1) < 0] *= -1
    return A


# %% hint
"""`(A * B).sum(axis=1)` holds the dot product of every pair of rows."""

# %% hint
"""`np.where(condition, -1, 1)` gives a sign for each row and never a zero. As a column, `[:,
None]`, it multiplies whole rows."""


# %% solution
def align_signs(A, B):
    """Rows of A, each turned to the side of the same row of B."""
    dots = (A * B).sum(axis=1)
    signs = np.where(dots < 0, -1, 1)[:, None]
    return A * signs  # equivalent: dividing by 1 or -1 is the same


# %% tests
from snippets.checks import approx


def test_rows_one_by_one():
    """Some rows are turned, others stay; the length of a row does not change."""
    A = np.array([[0.8, 0.6], [0.6, -0.8], [-3.0, -4.0]])
    B = np.array([[0.8, 0.6], [-0.6, 0.8], [0.6, 0.8]])
    assert align_signs(A.copy(), B) == approx([[0.8, 0.6], [-0.6, 0.8], [3, 4]])


def test_first_entry_near_zero():
    """The first entries are rounding errors of either sign: the other entries decide."""
    A = np.array([[1e-17, 1.0, 0.0], [-1e-17, 0.0, 1.0], [1e-17, -0.6, 0.8]])
    B = np.array([[-1e-17, 1.0, 0.0], [-1e-17, 0.0, -1.0], [-1e-17, -0.6, 0.8]])
    expected = [[0, 1, 0], [0, 0, -1], [0, -0.6, 0.8]]
    assert align_signs(A.copy(), B) == approx(expected, abs=1e-12)


def test_small_entries_may_disagree():
    """Only whole rows are turned: a small entry keeps its sign relative to the others."""
    A, B = np.array([[0.999, 0.02], [0.02, 0.999]]), np.array([[-0.998, 0.01], [-0.01, 0.998]])
    assert align_signs(A.copy(), B) == approx([[-0.999, -0.02], [0.02, 0.999]])


def test_two_programs():
    """Components from the SVD and from the covariance matrix agree after alignment."""
    X = np.random.default_rng(4).normal(size=(50, 4)) * [4, 3, 2, 1]
    right = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)[2]
    vectors = np.linalg.eigh(np.cov(X, rowvar=False))[1].T[::-1]
    mixed = vectors * np.sign((vectors * right).sum(axis=1))[:, None] * [[1], [-1], [1], [-1]]
    assert align_signs(mixed, right) == approx(right, abs=1e-9)


def test_right_angle_and_zeros():
    """A dot product of exactly 0 changes nothing."""
    A = np.array([[1.0, 0.0], [0.0, 0.0], [0.5, -0.5]])
    B = np.array([[0.0, -1.0], [-1.0, 0.0], [-1.0, 1.0]])
    assert align_signs(A.copy(), B) == approx([[1, 0], [0, 0], [-0.5, 0.5]])


def test_inputs_are_left_alone():
    """`A` and `B` are the same afterwards; the result is another array."""
    A, B = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[-1.0, -2.0], [3.0, 4.0]])
    result = align_signs(A, B)
    assert A == approx([[1, 2], [3, 4]])
    assert B == approx([[-1, -2], [3, 4]])
    assert result == approx([[-1, -2], [3, 4]])
