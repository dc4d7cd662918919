r"""
title: Logistic regression by Newton's method
level: 3
packages: numpy

Write the class `LogisticScratch(C=1.0)`, a classifier for two classes. Over the coefficients $w$
and the intercept $b$ it minimises

$$
\begin{gathered}
\sum_{i=1}^{n} \ell_i + \frac{w^\top w}{2C} \\
\ell_i = -t_i \log p_i - (1 - t_i) \log(1 - p_i)
\end{gathered}
$$

with $p_i = \sigma(x_i^\top w + b)$. The penalty leaves $b$ free. $t_i$ is 1 where the label is the
*second* of the two classes, sorted, and 0 where it is the first; labels may be any two numbers or
strings.

- `fit(X, y)` takes Newton steps from zero: with the column of ones in front of the features,
  $\theta \leftarrow \theta - H^{-1} g$, where $g$ is the gradient and $H$ the matrix of second
  derivatives. 30 steps are enough for all data here. It stores `classes_` (both labels, sorted),
  `coef_` (an array, one number per column) and `intercept_` (a number), and returns the object
  itself.
- `predict_proba(X)` returns an array of shape `(rows, 2)`: the probabilities of `classes_[0]` and
  `classes_[1]`.
- `predict(X)` returns the more probable label of each row; when both are equally probable, it is
  `classes_[0]`.

Coefficients have to agree with the exact minimum to 5 digits after the point. Rows may lie
thousands of units from the boundary: no step may overflow or take the logarithm of 0. A `sigmoid`
that does not overflow is given.
"""

# %% setup
import numpy as np


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


# %% starter
class LogisticScratch:
    """Logistic regression with an L2 penalty, for two classes."""

    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y): ...

    def predict_proba(self, X): ...

    def predict(self, X): ...


# %% wrong penalises-the-intercept
"""Your penalty pulls the intercept towards 0 too, so the mean probability no longer equals the
share of the second class. Set its entry in the penalty to 0."""


# fails: test_library test_optimality test_any_two_labels test_probabilities test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong mean-instead-of-sum
"""You divide the losses by the number of rows. Next to a mean, the penalty `w @ w / (2 * C)` is n
times too strong. The objective is the **sum** of the losses plus the penalty."""


# fails: test_library test_optimality test_probabilities test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) / len(y) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design / len(y) + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong c-is-the-strength
"""`C` is the *inverse* of the strength: the penalty is `w @ w / (2 * C)`, so its derivative is
`w / C`."""


# fails: test_two_by_two test_optimality
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong without-penalty
"""`C` is stored and never used. Without the penalty the coefficients are too large, and a column
that is constant makes the matrix singular."""


# fails: test_library test_optimality test_probabilities test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 0.0)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.lstsq(hessian, gradient)[0]
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong logarithm-of-zero
"""You compute the loss from `np.log(p)` and `np.log(1 - p)`. For a row far from the boundary `p` is
exactly 0 or 1 in floating point, and the logarithm of 0 is minus infinity. Newton steps need the
gradient and the Hessian only; if you want the loss, use `np.logaddexp(0, z) - target * z`."""


# fails: test_extreme_rows
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        last = np.inf
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            loss = -(target * np.log(p) + (1 - target) * np.log(1 - p)).sum()
            if not loss < last:
                break
            last = loss
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong overflow
"""`np.exp(-z)` overflows for z below -709. The form `np.exp(-np.logaddexp(0, -z))` is the same
function and never overflows: use the `sigmoid` of the setup."""


# fails: test_extreme_rows
def naive_sigmoid(z):
    return 1 / (1 + np.exp(-z))


class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = naive_sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([naive_sigmoid(-z), naive_sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong labels-are-numbers
"""You compute with the labels as if they were 0 and 1. Find the two classes with `np.unique`, and
let the target be 1 where `y` equals the second."""


# fails: test_any_two_labels test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = y.astype(float) if y.dtype.kind in "ifb" else np.zeros(len(y))
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong no-intercept
"""Your boundary always goes through the origin. Put a column of ones beside the features."""


# fails: test_two_by_two test_library test_optimality test_any_two_labels test_probabilities
# fails: test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.zeros(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.lstsq(hessian, gradient)[0]
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong one-column-of-probabilities
"""`predict_proba` returns one column per class: the probability of `classes_[0]`, then that of
`classes_[1]`."""


# fails: test_probabilities test_extreme_rows test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return sigmoid(z)

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong fit-returns-nothing
"""`fit` ends without `return self`, so `LogisticScratch().fit(X, y).predict(X)` fails."""


# fails: test_fit_returns_the_object
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% wrong a-fixed-step
"""You walk down the gradient with a fixed step and stop before you arrive. Newton divides the
gradient by the curvature: solve `hessian @ step = gradient`."""


# fails: test_two_by_two test_library test_optimality test_probabilities test_constant_column
class LogisticScratch:
    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(1000):
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            theta = theta - 0.1 / len(y) * gradient
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% hint
"""The gradient is `design.T @ (p - target)`, plus `theta / C` for every entry but the first."""

# %% hint
"""The Hessian is `design.T @ diag(p * (1 - p)) @ design`, plus 1/C on its diagonal, the first entry
excepted. `(design.T * weights) @ design` needs no large diagonal matrix."""

# %% hint
"""`np.linalg.solve(hessian, gradient)` is the step. Start from `np.zeros(columns + 1)`."""


# %% solution
class LogisticScratch:
    """Logistic regression with an L2 penalty, for two classes."""

    def __init__(self, C=1.0):
        self.C = C

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        target = (y == self.classes_[1]).astype(float)
        design = np.column_stack([np.ones(len(X)), X])
        penalty = np.full(design.shape[1], 1 / self.C)
        penalty[0] = 0
        theta = np.zeros(design.shape[1])
        for _ in range(30):  # equivalent: the last steps change nothing
            z = design @ theta
            p = sigmoid(z)
            gradient = design.T @ (p - target) + penalty * theta
            hessian = (design.T * (p * (1 - p))) @ design + np.diag(penalty)
            theta = theta - np.linalg.solve(hessian, gradient)
        self.intercept_, self.coef_ = theta[0], theta[1:]
        return self

    def predict_proba(self, X):
        z = X @ self.coef_ + self.intercept_
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X):
        return self.classes_[(X @ self.coef_ + self.intercept_ > 0).astype(int)]


# %% tests
from snippets.checks import approx


def overlapping_classes():
    rng = np.random.default_rng(2)
    X = rng.normal(loc=[3, -1, 10], scale=[1, 2, 0.5], size=(80, 3))
    chance = sigmoid(X @ [1.0, -0.5, 2.0] - 24)
    return X, (rng.random(80) < chance).astype(int)


def slope_of_the_objective(model, X, target):
    p = sigmoid(X @ model.coef_ + model.intercept_)
    return X.T @ (p - target) + model.coef_ / model.C, (p - target).sum()


def test_two_by_two():
    """One late stop of five when dry, four of five in rain, hardly any penalty: odds 1/4 and 4."""
    X, y = np.repeat([[0.0], [1.0]], 5, axis=0), np.array([1, 0, 0, 0, 0, 1, 1, 1, 1, 0])
    model = LogisticScratch(C=1e10)
    model.fit(X, y)
    assert model.intercept_ == approx(-np.log(4), abs=1e-5)
    assert model.coef_ == approx([np.log(16)], abs=1e-5)


def test_library():
    """Four rows and C = 1: the numbers of scikit-learn."""
    model = LogisticScratch()
    model.fit(np.array([[1.0], [2], [3], [4]]), np.array([0, 1, 0, 1]))
    assert model.coef_ == approx([0.45287526], abs=1e-5)
    assert model.intercept_ == approx(-1.13218816, abs=1e-5)


def test_optimality():
    """Three columns, C = 0.5: at the minimum every derivative of the objective is 0."""
    X, y = overlapping_classes()
    model = LogisticScratch(C=0.5)
    model.fit(X, y)
    slopes, slope = slope_of_the_objective(model, X, y)
    assert slopes == approx(np.zeros(3), abs=1e-6)
    assert slope == approx(0, abs=1e-6)


def test_any_two_labels():
    """Labels 5 and 2, and strings: probabilities and predictions speak of the right class."""
    X = np.array([[0.0], [1], [2], [3]])
    model = LogisticScratch()
    model.fit(X, np.array([5, 5, 2, 2]))
    assert list(model.classes_) == [2, 5]
    assert list(model.predict(X)) == [5, 5, 2, 2]
    model.fit(X, np.array(["no", "no", "yes", "yes"]))
    assert list(model.classes_) == ["no", "yes"]
    assert list(model.predict(X)) == ["no", "no", "yes", "yes"]


def test_probabilities():
    """Two columns that sum to 1, the first for the first class."""
    model = LogisticScratch()
    model.fit(np.array([[1.0], [2], [3], [4]]), np.array([0, 1, 0, 1]))
    p = model.predict_proba(np.array([[0.0], [2.5]]))
    assert p == approx(np.array([[0.75622, 0.24378], [0.5, 0.5]]), abs=1e-4)


def test_extreme_rows():
    """Rows thousands of units away, in the fit and in the prediction, without a warning."""
    X = np.array([[-9000.0], [-1], [0], [1], [2], [9000]])
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        model = LogisticScratch()
        model.fit(X, np.array([0, 0, 1, 0, 1, 1]))
        p = model.predict_proba(np.array([[-1e6], [1e6]]))
    assert p == approx(np.array([[1.0, 0.0], [0.0, 1.0]]))


def test_constant_column():
    """A column of zeros gets the coefficient 0; a tie goes to the first class."""
    X = np.array([[0.0, 1], [0, 2], [0, 3], [0, 4]])
    model = LogisticScratch()
    model.fit(X, np.array([0, 1, 0, 1]))
    assert model.coef_ == approx([0, 0.45287526], abs=1e-5)
    assert list(model.predict(X)) == [0, 0, 1, 1]
    assert model.predict_proba(X).shape == (4, 2)
    model.fit(np.zeros((4, 1)), np.array([3, 7, 3, 7]))
    assert list(model.predict(np.zeros((1, 1)))) == [3]


def test_fit_returns_the_object():
    """`fit` returns the object, so that calls can be chained."""
    X, y = overlapping_classes()
    model = LogisticScratch()
    assert model.fit(X, y) is model
