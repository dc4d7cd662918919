r"""
title: Boost trees
level: 2
packages: numpy scikit-learn

Write the class `BoostScratch(n=100, lr=0.1, depth=2)`: gradient boosting for squared loss, from
scikit-learn's `DecisionTreeRegressor`.

- `fit(X, y)` starts from the mean of `y`. Then, `n` times: fit a tree of depth `depth` to the
  residuals, and add `lr` times what it says to the prediction. It returns the object. A second
  call of `fit` starts anew.
- `predict(X)` returns the mean plus `lr` times the sum of all trees. With `n=0` that is the mean.
- `staged_predict(X)` yields `n` arrays: the predictions after 1, 2, ..., n trees.

Between equally good splits a tree chooses at random. To match the library, make one
`np.random.RandomState(0)` at the start of each `fit` and hand this same object to every tree as
`random_state`. `X` and `y` stay as they are; `y` may hold integers.
"""

# %% setup
import numpy as np
from sklearn.tree import DecisionTreeRegressor


# %% starter
class BoostScratch:
    """Gradient boosting for squared loss."""

    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        """Fit n trees, one after the other."""
        return self

    def staged_predict(self, X):
        """Yield the predictions after 1, 2, ..., n trees."""
        return []

    def predict(self, X):
        """Predict with all trees."""
        return np.zeros(len(X))


# %% wrong fits-the-target
"""Every tree is fitted to `y` again. Fit it to what is still missing: `y - prediction`."""


# fails: test_by_hand test_library test_defaults test_ties test_integers
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong forgets-the-mean
"""Your predictions start at 0. Start at the mean of `y`, in `fit` and when predicting."""


# fails: test_by_hand test_library test_defaults test_no_trees test_ties test_integers
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = 0.0
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong shrinks-the-mean
"""The learning rate belongs to the trees only; the mean is added whole."""


# fails: test_by_hand test_library test_defaults test_no_trees test_ties test_integers
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.lr * self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.lr * self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.lr * self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong mean-in-fit-only
"""`fit` starts from the mean, but predictions start from 0."""


# fails: test_by_hand test_library test_defaults test_no_trees test_ties test_integers
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.zeros(len(X))
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.zeros(len(X))
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong never-shrinks
"""`lr` is not used when predicting: each tree is added whole."""


# fails: test_by_hand test_library test_defaults test_ties test_integers
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + tree.predict(X)
        return prediction


# %% wrong trees-pile-up
"""After a second `fit` the trees of the first are still there. Start with an empty list in
`fit`."""


# fails: test_refit
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth
        self.trees_ = []

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong stage-zero
"""`staged_predict` also yields the mean, before any tree. The first stage has one tree."""


# fails: test_no_trees test_stages
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        yield prediction
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong one-array-for-all
"""All stages are the same array, changed by `+=`. Yield a new array each time."""


# fails: test_stages
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction += self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong a-seed-per-tree
"""Each tree gets a `RandomState` of its own, so all break ties alike. Hand the same object to
all."""


# fails: test_library test_defaults test_ties
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=0)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong changes-the-target
"""You subtract from the caller's `y` in place."""


# fails: test_by_hand test_library test_defaults test_no_trees test_stages test_refit
# fails: test_integers test_input_is_left_alone
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        y -= self.mean_
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y)
            y -= self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong fit-returns-nothing
"""`fit` ends without `return self`."""


# fails: test_fit_returns_the_object
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% wrong rate-fixed
"""The learning rate is written into the code; use the one that the reader gave."""


# fails: test_by_hand test_library
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + 0.1 * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + 0.1 * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + 0.1 * tree.predict(X)
        return prediction


# %% wrong stumps-only
"""Every tree has depth 1; use `depth`."""


# fails: test_library test_defaults test_ties
class BoostScratch:
    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=1, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% hint
"""Keep the current prediction of the training rows in an array. Its start is `np.full(len(y),
np.mean(y))`."""

# %% hint
"""A tree's target is `y - prediction`. Afterwards `prediction = prediction + lr *
tree.predict(X)`."""

# %% hint
"""`staged_predict` is a generator: a loop over the trees that ends each turn with `yield
prediction`."""


# %% solution
class BoostScratch:
    """Gradient boosting for squared loss."""

    def __init__(self, n=100, lr=0.1, depth=2):
        self.n, self.lr, self.depth = n, lr, depth

    def fit(self, X, y):
        """Fit n trees, one after the other."""
        rng = np.random.RandomState(0)
        self.mean_ = np.mean(y)
        self.trees_ = []
        prediction = np.full(len(y), self.mean_)
        for _ in range(self.n):
            tree = DecisionTreeRegressor(max_depth=self.depth, random_state=rng)
            tree.fit(X, y - prediction)
            prediction = prediction + self.lr * tree.predict(X)
            self.trees_.append(tree)
        return self

    def staged_predict(self, X):
        """Yield the predictions after 1, 2, ..., n trees."""
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
            yield prediction

    def predict(self, X):
        """Predict with all trees."""
        prediction = np.full(len(X), self.mean_)
        for tree in self.trees_:
            prediction = prediction + self.lr * tree.predict(X)
        return prediction


# %% tests
from sklearn.ensemble import GradientBoostingRegressor
from snippets.checks import approx

KM, MINUTES = np.array([[1.0], [2], [3], [4]]), np.array([11.0, 13, 23, 33])


def boosted(X, y, **options):
    model = BoostScratch(**options)
    model.fit(X, y)
    return model


def waves(seed, rows=80):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, 3))
    return X, 20 + 5 * np.sin(2 * X[:, 0]) + 3 * X[:, 1] * X[:, 2] + rng.normal(size=rows)


def from_library(X, y, new, **options):
    return GradientBoostingRegressor(random_state=0, **options).fit(X, y).predict(new)


def test_by_hand():
    """The courier's four stops, stumps, rate 0.5: after one tree and after two."""
    assert boosted(KM, MINUTES, n=1, lr=0.5, depth=1).predict(KM) == approx([16, 16, 24, 24])
    expected = [14.5, 14.5, 22.5, 28.5]
    assert boosted(KM, MINUTES, n=2, lr=0.5, depth=1).predict(KM) == approx(expected)


def test_library():
    """40 trees of depth 3, rate 0.3: within 1e-10 of scikit-learn on new rows."""
    new = waves(1)[0]
    expected = from_library(*waves(0), new, n_estimators=40, learning_rate=0.3, max_depth=3)
    assert boosted(*waves(0), n=40, lr=0.3, depth=3).predict(new) == approx(expected, abs=1e-10)


def test_defaults():
    """Without arguments: 100 trees of depth 2, rate 0.1."""
    new = waves(1)[0]
    expected = from_library(*waves(0), new, max_depth=2)
    assert boosted(*waves(0)).predict(new) == approx(expected, abs=1e-10)


def test_no_trees():
    """With n=0 every prediction is the mean, and there is no stage."""
    model = boosted(KM, MINUTES, n=0)
    assert model.predict(KM[:2]) == approx([20, 20])
    assert len(list(model.staged_predict(KM))) == 0


def test_stages():
    """`staged_predict` yields n stages: each equals a model with that many trees."""
    X, y = waves(0)
    stages = list(boosted(X, y, n=6, lr=0.5).staged_predict(X))
    assert len(stages) == 6
    for trees in [1, 3, 6]:
        assert stages[trees - 1] == approx(boosted(X, y, n=trees, lr=0.5).predict(X))


def test_ties():
    """Two equal columns: the trees take the one that the library's trees take."""
    X, y = waves(0)
    X[:, 1] = X[:, 0]
    new = waves(1)[0]
    expected = from_library(X, y, new, n_estimators=20, max_depth=2)
    assert boosted(X, y, n=20).predict(new) == approx(expected, abs=1e-10)


def test_refit():
    """Fitted twice, it knows the second table only."""
    X, y = waves(2, rows=50)
    model = boosted(*waves(0), n=5)
    model.fit(X, y)
    assert model.predict(X) == approx(boosted(X, y, n=5).predict(X))


def test_integers():
    """Integers as a target work."""
    y = MINUTES.astype(int)
    assert boosted(KM, y, n=1, lr=0.1, depth=1).predict(KM) == approx([19.2, 19.2, 20.8, 20.8])


def test_fit_returns_the_object():
    """`fit` returns the object, so that calls can be chained."""
    model = BoostScratch(n=1)
    assert model.fit(KM, MINUTES) is model


def test_input_is_left_alone():
    """`fit` does not change the arrays that it is given."""
    X, y = waves(0)
    kept_X, kept_y = X.copy(), y.copy()
    BoostScratch(n=2).fit(X, y)
    assert X == approx(kept_X)
    assert y == approx(kept_y)
