r"""
title: Permutation importance on held-out rows
level: 2
packages: numpy

How much does a fitted model rely on each column? Write
`permutation_importance(model, X, y, metric, n, rng)`:

1. Measure `metric(y, model.predict(X))` on the rows as they are.
2. For each column, in order, `n` times: shuffle this column alone, by
   `order = rng.permutation(len(X))` and the column's values `X[order, column]`, and measure again.
   The **drop** is the metric of step 1 minus this one.
3. Return two arrays with one entry per column: the mean of the `n` drops, and their standard
   deviation (`np.std`, which divides by `n`).

The model is fitted; `X` and `y` are rows that it has not seen. **Only call `predict`.** A larger
metric is better. `X` has the shape `(rows, columns)` and holds numbers with decimals; `X` and `y`
stay as they are. Draw nothing else from `rng`.
"""

# %% setup
import numpy as np


def accuracy(y, answers):
    return np.mean(y == answers)


def recall(y, answers):
    return np.sum((y == 1) & (answers == 1)) / np.sum(y == 1)


def minus_squared_error(y, answers):
    return -np.mean((y - answers) ** 2)


class Linear:
    """A fitted model: a weighted sum of the columns."""

    def __init__(self, weights):
        self.weights = np.array(weights)

    def fit(self, X, y):
        return self

    def predict(self, X):
        return X @ self.weights


class Nearest:
    """Answers with the target of the nearest row that it was fitted on."""

    fits = 0

    def fit(self, X, y):
        self.fits += 1
        self.X, self.y = X.copy(), y.copy()
        return self

    def predict(self, X):
        return self.y[((X[:, None] - self.X) ** 2).sum(axis=2).argmin(axis=1)]


# %% starter
def permutation_importance(model, X, y, metric, n, rng):
    """Mean and standard deviation of the drop of the metric, per column."""
    means = np.ones(X.shape[1])
    return means, means


# %% wrong shuffles-in-place
"""You shuffle in the reader's own `X`: the column stays shuffled while the next ones are tested,
and afterwards. Work on a copy."""


# fails: test_same_draws test_linear_by_hand test_one_at_a_time test_held_out_noise
# fails: test_metric_arguments test_input_is_left_alone
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong copy-made-once
"""You copy once and never put a column back, so later columns are tested with the earlier ones
shuffled. Begin each shuffle with a fresh copy."""


# fails: test_same_draws test_one_at_a_time test_held_out_noise test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    shuffled = X.copy()
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong fits-again
"""You fit the model on these rows: now they are training rows, and the model relies on noise that
it has learned by heart. Only call `predict`."""


# fails: test_one_at_a_time test_values_are_kept test_held_out_noise test_only_predicts
def permutation_importance(model, X, y, metric, n, rng):
    model.fit(X, y)
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong shuffles-rows
"""You shuffle whole rows. Then every column gets the same importance. Shuffle one column."""


# fails: test_unused_column test_same_draws test_one_at_a_time test_held_out_noise
# fails: test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled = X[rng.permutation(len(X))]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong drawn-with-replacement
"""You draw values with replacement. Permute: every value stays, at another place."""


# fails: test_same_draws test_linear_by_hand test_values_are_kept test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.integers(len(X), size=len(X)), column]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong sets-to-zero
"""You replace the column by zeros. A column that is always far from 0 then looks important for its
level alone: shuffle it."""


# fails: test_same_draws test_linear_by_hand test_values_are_kept test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = 0
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong wrong-sign
"""The drop is the metric of the whole minus that of the shuffled rows."""


# fails: test_same_draws test_linear_by_hand test_held_out_noise test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = metric(y, model.predict(shuffled)) - whole
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong score-instead-of-drop
"""You return the metric after shuffling. Subtract it from the metric of the intact rows."""


# fails: test_same_draws test_linear_by_hand test_held_out_noise test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong answers-before-truth
"""You call the metric with the answers first. The truth comes first: `metric(y, answers)`."""


# fails: test_metric_arguments
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(model.predict(X), y)
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = whole - metric(model.predict(shuffled), y)
    return drops.mean(axis=1), drops.std(axis=1)


# %% wrong standard-error
"""You divide the spread by the square root of `n`. Asked for is the standard deviation of the
drops."""


# fails: test_same_draws test_linear_by_hand
def permutation_importance(model, X, y, metric, n, rng):
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1) / np.sqrt(n)


# %% hint
"""`shuffled = X.copy()` inside the inner loop; then give one of its columns new values."""

# %% hint
"""Collect the drops in an array of shape `(columns, n)`; its `mean(axis=1)` and `std(axis=1)` are
the answer."""


# %% solution
def permutation_importance(model, X, y, metric, n, rng):
    """Mean and standard deviation of the drop of the metric, per column."""
    whole = metric(y, model.predict(X))
    drops = np.empty((X.shape[1], n))
    for column in range(X.shape[1]):
        for repeat in range(n):
            shuffled = X.copy()
            shuffled[:, column] = X[rng.permutation(len(X)), column]
            drops[column, repeat] = whole - metric(y, model.predict(shuffled))
    return drops.mean(axis=1), drops.std(axis=1)


# %% tests
from snippets.checks import approx


def weighted_rows():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(40, 3)) + [5, 0, -3]
    return Linear([1.0, -2.0, 0.5]), X, X @ [1.0, -2.0, 0.5] + rng.normal(0, 0.3, 40)


def learned_by_heart():
    """A model that memorised 60 rows, and 200 new ones; only the first column matters."""
    rng = np.random.default_rng(4)
    X = rng.normal(size=(260, 3))
    y = (X[:, 0] > 0).astype(int)
    flipped = rng.random(260) < 0.2
    y = np.where(flipped, 1 - y, y)
    return Nearest().fit(X[:60], y[:60]), X[60:], y[60:]


def test_unused_column():
    """A column that the model does not use has the importance 0, with spread 0."""
    X = np.arange(20.0).reshape(10, 2)
    model = Linear([0.0, 3.0])
    rng = np.random.default_rng(0)
    means, spreads = permutation_importance(model, X, 3 * X[:, 1], minus_squared_error, 4, rng)
    assert [means[0], spreads[0]] == approx([0, 0])


def test_same_draws():
    """With the draws as described, means and spreads agree to 9 digits."""
    model, X, y = weighted_rows()
    result = permutation_importance(
        model, X.copy(), y, minus_squared_error, 5, np.random.default_rng(7)
    )
    rng, whole, expected = np.random.default_rng(7), minus_squared_error(y, model.predict(X)), []
    for column in range(3):
        orders = [rng.permutation(40) for _ in range(5)]
        changes = [(X[order, column] - X[:, column]) * model.weights[column] for order in orders]
        errors = [minus_squared_error(y, model.predict(X) + change) for change in changes]
        expected.append([whole - error for error in errors])
    assert result[0] == approx(np.mean(expected, axis=1), rel=1e-9)
    assert result[1] == approx(np.std(expected, axis=1), rel=1e-9)


def test_linear_by_hand():
    """Two rows, the model y = x: a shuffle swaps them (drop 4) or does not (drop 0)."""
    X, y = np.array([[1.0], [3.0]]), np.array([1.0, 3.0])
    rng = np.random.default_rng(1)
    draws = np.random.default_rng(1)
    drops = [4.0 * draws.permutation(2)[0] for _ in range(6)]
    means, spreads = permutation_importance(Linear([1.0]), X, y, minus_squared_error, 6, rng)
    assert [means[0], spreads[0]] == approx([np.mean(drops), np.std(drops)])


def test_one_at_a_time():
    """While one column is tested, the others are intact."""
    seen = []

    class Watcher:
        def predict(self, X):
            seen.append(X.copy())
            return X[:, 0]

    X = np.arange(30.0).reshape(10, 3)
    permutation_importance(Watcher(), X.copy(), X[:, 0], accuracy, 2, np.random.default_rng(3))
    changed = [[bool((A[:, j] != X[:, j]).any()) for j in range(3)] for A in seen]
    tested = [row for row in changed if any(row)]
    assert tested == [[j == column for j in range(3)] for column in (0, 0, 1, 1, 2, 2)]


def test_values_are_kept():
    """A shuffled column holds the same values as before."""
    seen = []

    class Watcher:
        def predict(self, X):
            seen.append(np.sort(X, axis=0))
            return X[:, 0]

    X = np.arange(24.0).reshape(8, 3) + 1
    permutation_importance(Watcher(), X.copy(), X[:, 0], accuracy, 3, np.random.default_rng(5))
    assert all(np.array_equal(A, X) for A in seen)


def test_held_out_noise():
    """A model that learned noise by heart: on new rows, the noise columns are worth less than
    0.05, the real one more than 0.1."""
    model, X, y = learned_by_heart()
    means, _ = permutation_importance(model, X, y, accuracy, 10, np.random.default_rng(0))
    assert means[0] > 0.1
    assert np.abs(means[1:]).max() < 0.05


def test_metric_arguments():
    """With recall as the metric, the truth is its first argument."""
    model, X, y = learned_by_heart()
    means, _ = permutation_importance(model, X, y, recall, 3, np.random.default_rng(6))
    rng, drops = np.random.default_rng(6), []
    for column in np.repeat([0, 1, 2], 3):
        shuffled = X.copy()
        shuffled[:, column] = X[rng.permutation(200), column]
        drops.append(recall(y, model.predict(X)) - recall(y, model.predict(shuffled)))
    assert means == approx(np.reshape(drops, (3, 3)).mean(axis=1))


def test_only_predicts():
    """The model is not fitted again."""
    model, X, y = learned_by_heart()
    permutation_importance(model, X, y, accuracy, 1, np.random.default_rng(0))
    assert model.fits == 1


def test_input_is_left_alone():
    """`X` and `y` are as before."""
    model, X, y = weighted_rows()
    kept_X, kept_y = X.copy(), y.copy()
    permutation_importance(model, X, y, minus_squared_error, 2, np.random.default_rng(0))
    assert X == approx(kept_X)
    assert y == approx(kept_y)
