r"""
title: A forest of library trees
level: 2
packages: numpy, scikit-learn

Write the class `ForestScratch(n=100, max_features="sqrt", rng=None)`: a random forest of `n` trees.
The trees are scikit-learn's.

- `rng` is a NumPy generator; `None` means a new one, `np.random.default_rng()`.
- `fit(X, y)` draws for each tree, in this order, `rows = rng.integers(len(X), size=len(X))` and
  `seed = int(rng.integers(2**31))`. The tree is a `DecisionTreeClassifier` with this
  `max_features` and `random_state=seed`, fitted on these rows. Draw nothing else.
- `fit` stores the sorted classes in `classes_`, the trees in the list `trees_`, and in `oob_mask_`
  an array of booleans of shape `(n, rows of X)`: `True` where a tree has **not** seen a row. It
  returns the object. A second `fit` begins afresh.
- `predict_proba(X)` returns the mean of the trees' class shares, one column for each of
  `classes_`. A sample may miss a class: for it, that tree's share is 0.
- `predict(X)` returns the class with the largest mean share, the first of equal ones.

`X` is an array of shape `(rows, columns)`; `y` may hold numbers or strings.
"""

# %% setup
import numpy as np
from sklearn.tree import DecisionTreeClassifier


# %% starter
class ForestScratch:
    """A random forest of library trees."""

    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        """Grow every tree on rows of its own."""

    def predict_proba(self, X):
        """Mean of the trees' class shares."""

    def predict(self, X):
        """Class with the largest mean share."""


# %% wrong same-bootstrap-for-all
"""You draw the rows once, before the loop: all trees see the same sample, and averaging
gains little. Draw anew for every tree."""


# fails: test_same_draws test_oob_mask test_samples_differ test_mean_of_shares test_accuracy
# fails: test_strings
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        rows = rng.integers(len(X), size=len(X))
        for unseen in self.oob_mask_:
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong hard-votes
"""You count votes. Asked for probabilities, average the shares that the trees give."""


# fails: test_mean_of_shares
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            shares = tree.predict_proba(X)
            votes = shares == shares.max(axis=1, keepdims=True)
            total[:, columns] += votes / votes.sum(axis=1, keepdims=True)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong without-replacement
"""You shuffle the rows: each tree gets all of them, and none is out of bag. Draw with
replacement."""


# fails: test_same_draws test_oob_mask test_samples_differ test_mean_of_shares
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.permutation(len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong mask-upside-down
"""Your mask marks the rows that a tree has seen. Out of bag are the others."""


# fails: test_oob_mask test_samples_differ
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.zeros((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = True
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong ignores-max-features
"""Every split looks at all columns: this is bagging. Hand `max_features` to the tree."""


# fails: test_same_draws test_features_at_every_split test_defaults
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong features-once-per-tree
"""You draw the columns once for each tree. A random forest draws them at every split: that is
the `max_features` of the library tree."""


# fails: test_same_draws test_features_at_every_split test_accuracy
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            size = self.max_features
            if size == "sqrt":
                size = int(np.sqrt(X.shape[1]))
            hidden = np.random.default_rng(seed).permutation(X.shape[1])[size:]
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            tree.hidden = hidden
            self.trees_.append(tree.fit(np.delete(X[rows], hidden, axis=1), y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(np.delete(X, tree.hidden, axis=1))
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong targets-not-drawn
"""You draw rows of `X` and leave `y` as it is: measurements meet the targets of other rows."""


# fails: test_same_draws test_rare_class test_mean_of_shares test_accuracy test_strings
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong forgets-missed-classes
"""A sample can miss a class; its tree then has fewer columns. You put them into the first
columns: use `tree.classes_` to find the right ones."""


# fails: test_rare_class
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.arange(len(tree.classes_))
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong returns-positions
"""`predict` returns positions 0, 1, 2, ... Look the answer up in `classes_`."""


# fails: test_strings
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)


# %% wrong sum-of-shares
"""You add up the shares. Divide by the number of trees."""


# fails: test_same_draws test_mean_of_shares test_rare_class
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong keeps-old-trees
"""A second `fit` adds to the trees of the first. Begin with an empty list in `fit`."""


# fails: test_fit_twice
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng
        self.trees_ = []

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong fit-returns-nothing
"""`fit` ends without `return self`."""


# fails: test_fit_returns_the_object
class ForestScratch:
    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))

    def predict_proba(self, X):
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% hint
"""Begin with a mask of `True`; for each tree, `mask[t, rows] = False` for the rows that it drew."""

# %% hint
"""`np.searchsorted(self.classes_, tree.classes_)` gives the columns that belong to the classes of a
tree."""


# %% solution
class ForestScratch:
    """A random forest of library trees."""

    def __init__(self, n=100, max_features="sqrt", rng=None):
        self.n = n
        self.max_features = max_features
        self.rng = rng

    def fit(self, X, y):
        """Grow every tree on rows of its own."""
        self.classes_ = np.unique(y)
        self.trees_ = []
        self.oob_mask_ = np.ones((self.n, len(X)), dtype=bool)
        rng = np.random.default_rng(self.rng)
        for unseen in self.oob_mask_:
            rows = rng.integers(len(X), size=len(X))
            seed = int(rng.integers(2**31))
            unseen[rows] = False
            tree = DecisionTreeClassifier(max_features=self.max_features, random_state=seed)
            self.trees_.append(tree.fit(X[rows], y[rows]))
        return self

    def predict_proba(self, X):
        """Mean of the trees' class shares."""
        total = np.zeros((len(X), len(self.classes_)))
        for tree in self.trees_:
            columns = np.searchsorted(self.classes_, tree.classes_)
            total[:, columns] += tree.predict_proba(X)
        return total / self.n

    def predict(self, X):
        """Class with the largest mean share."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% tests
from snippets.checks import approx


def three_clouds(size=60, seed=0):
    rng = np.random.default_rng(seed)
    y = np.arange(size) % 3
    return rng.normal(size=(size, 6)) + 1.2 * np.eye(6)[y] - 0.6 * np.eye(6)[y + 1], y


def grown(X, y, n, seed=0, **options):
    forest = ForestScratch(n, rng=np.random.default_rng(seed), **options)
    forest.fit(X.copy(), y.copy())
    return forest


def drawn(size, n, seed=0):
    """The rows and seeds that the trees have to draw."""
    rng = np.random.default_rng(seed)
    return [(rng.integers(size, size=size), int(rng.integers(2**31))) for _ in range(n)]


def test_same_draws():
    """With the draws as described, the probabilities are those of the model answer."""
    X, y = three_clouds()
    expected = np.zeros((60, 3))
    for rows, seed in drawn(60, 7):
        tree = DecisionTreeClassifier(max_features=2, random_state=seed)
        expected += tree.fit(X[rows], y[rows]).predict_proba(X) / 7
    assert grown(X, y, 7, max_features=2).predict_proba(X) == approx(expected)


def test_oob_mask():
    """`oob_mask_` is True exactly where a tree did not draw a row."""
    X, y = three_clouds()
    expected = [[row not in rows for row in range(60)] for rows, _ in drawn(60, 5)]
    assert grown(X, y, 5).oob_mask_.tolist() == expected


def test_samples_differ():
    """No two trees have the same sample, and a row is left out by 20 to 55 % of 40 trees."""
    mask = grown(*three_clouds(), 40).oob_mask_
    assert len({tuple(row) for row in mask.tolist()}) == 40
    shares = np.sort(mask.mean(axis=0))
    assert shares[5] > 0.2
    assert shares[-5] < 0.55


def test_features_at_every_split():
    """Every tree may use all columns, `max_features` of them at each split."""
    trees = grown(*three_clouds(), 4, max_features=3).trees_
    assert [(t.n_features_in_, t.max_features) for t in trees] == [(6, 3)] * 4


def test_rare_class():
    """A class with one row, missed by some samples, keeps its column."""
    X, y = np.arange(9.0)[:, None], np.array([1, 1, 1, 1, 0, 2, 2, 2, 2])
    shares = grown(X, y, 30).predict_proba(X)
    assert shares.shape == (9, 3)
    assert shares.sum(axis=1) == approx(np.ones(9))
    assert shares[:4, 1].min() > 0.6
    assert shares[5:, 2].min() > 0.6


def test_mean_of_shares():
    """Where equal rows have different targets, the shares are averaged, not the votes."""
    X, y = np.zeros((10, 1)), np.repeat([0, 1], [7, 3])
    expected = np.mean([y[rows].mean() for rows, _ in drawn(10, 9, seed=2)])
    assert grown(X, y, 9, seed=2).predict_proba(X[:1])[0] == approx([1 - expected, expected])


def test_accuracy():
    """Trained on 90 rows, 30 trees are right on more than 64 % of 300 new rows."""
    X, y = three_clouds(390, seed=1)
    forest = grown(X[:90], y[:90], 30)
    assert (forest.predict(X[90:]) == y[90:]).mean() > 0.64


def test_strings():
    """Classes may be strings: classes_ is sorted and predict returns strings."""
    X, y = three_clouds()
    forest = grown(X, np.array(["late", "early", "on time"])[y], 25)
    assert list(forest.classes_) == ["early", "late", "on time"]
    assert (forest.predict(X) == np.array(["late", "early", "on time"])[y]).mean() > 0.9


def test_defaults():
    """100 trees, the square root of the columns at each split, and no generator needed."""
    forest = ForestScratch()
    forest.fit(*three_clouds(12))
    assert len(forest.trees_) == 100
    assert forest.trees_[0].max_features == "sqrt"


def test_fit_twice():
    """A second `fit` begins with an empty list of trees."""
    forest = ForestScratch(3, rng=np.random.default_rng(0))
    forest.fit(*three_clouds(30))
    forest.fit(*three_clouds(30, seed=4))
    assert len(forest.trees_) == 3


def test_fit_returns_the_object():
    """`fit` returns the object, so that calls can be chained."""
    forest = ForestScratch(2, rng=np.random.default_rng(0))
    assert forest.fit(*three_clouds(30)) is forest
