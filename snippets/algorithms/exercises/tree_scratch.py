r"""
title: Grow a tree
level: 2
packages: numpy

Write the class `TreeScratch(max_depth=None, min_leaf=1)`, a CART classifier. The search in one
sorted column is given: `best_cut(values, codes, min_leaf)`. It wants the values in **ascending
order**, `codes` (0, 1, 2, ...) in the same order, and returns `(gain, threshold)`, or `None` if no
cut leaves `min_leaf` rows on both sides.

- `fit(X, y)` stores the sorted classes in `classes_` and the tree in `root_`, and returns the
  object. `y` may hold strings. `X` and `y` stay as they are.
- Every node is a dictionary. All have `"counts"`, the rows of each class in the order of
  `classes_`. A node that is split also has `"feature"`, `"threshold"`, `"left"` and `"right"`;
  rows with a value of **at most** the threshold go left.
- Each split takes the feature with the largest gain, the first of equal ones. A gain of 0 is good
  enough.
- A node is a leaf if all its rows have one class, if it is `max_depth` questions away from the
  root (the root is 0 away; `None` means no limit), or if no feature has a cut.
- `predict_proba(X)` returns the class shares of each row's leaf, one column per class;
  `predict(X)` the most frequent class, the first in `classes_` when tied.
"""

# %% setup
import numpy as np


def best_cut(values, codes, min_leaf):
    """Return (gain, threshold) of the best cut in one ascending column, or None."""
    indicators = np.eye(codes.max() + 1)[codes]
    deviations = indicators - indicators.mean(axis=0)
    left_rows = np.arange(1, len(codes))
    right_rows = len(codes) - left_rows
    gains = (np.cumsum(deviations, axis=0)[:-1] ** 2).sum(axis=1) / (left_rows * right_rows)
    allowed = (np.diff(values) > 0) & (np.minimum(left_rows, right_rows) >= min_leaf)
    if not allowed.any():
        return None
    gains = np.where(allowed, np.round(gains, 12), -1)
    cut = int(np.argmax(gains))
    return gains[cut], (values[cut] + values[cut + 1]) / 2


# %% starter
class TreeScratch:
    """CART classifier."""

    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth = max_depth
        self.min_leaf = min_leaf

    def fit(self, X, y):
        """Grow the tree."""

    def predict_proba(self, X):
        """Class shares of the leaf of each row."""

    def predict(self, X):
        """Most frequent class of the leaf of each row."""


# %% wrong splits-pure-nodes
"""You split nodes whose rows all have one class. Nothing is left to learn there: stop."""


# fails: test_courier test_pure_nodes_stop
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong no-depth-stop
"""The recursion never asks for `max_depth`."""


# fails: test_max_depth test_library test_shares
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes):
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong one-level-too-many
"""The root is 0 questions away from itself, so `max_depth=0` gives a single leaf."""


# fails: test_max_depth test_library test_shares
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        too_deep = self.max_depth is not None and depth > self.max_depth
        if counts.max() == len(codes) or too_deep:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong sorts-in-place
"""`X[:, feature].sort()` sorts the caller's column and tears it off from its row. Use
`order = np.argsort(X[:, feature])`, then `X[order, feature]` and `codes[order]`."""


# fails: test_courier test_max_depth test_min_leaf test_library test_gain_of_zero test_shares
# fails: test_on_the_threshold test_input_is_left_alone
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            codes = codes[np.argsort(X[:, feature])]
            X[:, feature].sort()
            cut = best_cut(X[:, feature], codes, self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong small-leaves
"""`min_leaf` is never handed on: leaves get smaller than it allows."""


# fails: test_min_leaf
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], 1)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong small-nodes
"""You stop at nodes with fewer than `2 * min_leaf` rows, but a larger node can still be cut into a
part that is too small. `best_cut` takes `min_leaf` for that."""


# fails: test_min_leaf
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        too_small = len(codes) < 2 * self.min_leaf
        if counts.max() == len(codes) or depth == self.max_depth or too_small:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], 1)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong unsorted-column
"""`best_cut` wants the values in ascending order, and the codes in the same order."""


# fails: test_courier test_min_leaf test_library test_gain_of_zero test_on_the_threshold
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.arange(len(codes))
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong returns-codes
"""`predict` returns 0, 1, 2, ... Look the answer up in `classes_`."""


# fails: test_strings
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.predict_proba(X).argmax(axis=1)


# %% wrong certain
"""`predict_proba` says 1 for the most frequent class. It should return the shares in the leaf."""


# fails: test_shares
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return np.eye(len(node["counts"]))[node["counts"].argmax()]

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong wants-a-gain
"""You stop when the best gain is 0. A second question may sort what the first one could not."""


# fails: test_gain_of_zero
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and cut[0] > (0 if best is None else best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong less-than
"""A row whose value equals the threshold goes left: at most, not less than."""


# fails: test_on_the_threshold
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] < node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong last-of-equals
"""Two features gain the same, and you keep the last one."""


# fails: test_gain_of_zero
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] >= best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% wrong fit-returns-nothing
"""`fit` ends without `return self`."""


# fails: test_fit_returns_the_object
class TreeScratch:
    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth, self.min_leaf = max_depth, min_leaf

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)

    def grow(self, X, codes, depth):
        counts = np.bincount(codes, minlength=len(self.classes_))
        node, best = {"counts": counts}, None
        if counts.max() == len(codes) or depth == self.max_depth:
            return node
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best is None or cut[0] > best[0]):
                best = (*cut, feature)
        if best is None:
            return node
        left = X[:, best[2]] <= best[1]
        node.update(feature=best[2], threshold=best[1])
        node["left"] = self.grow(X[left], codes[left], depth + 1)
        node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def shares(self, row):
        node = self.root_
        while "left" in node:
            node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
        return node["counts"] / node["counts"].sum()

    def predict_proba(self, X):
        return np.array([self.shares(row) for row in X])

    def predict(self, X):
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% hint
"""`classes, codes = np.unique(y, return_inverse=True)` turns any labels into 0, 1, 2, ..."""

# %% hint
"""Write a method `grow(X, codes, depth)` that returns a node. It counts the classes, returns a leaf
if a stop applies, finds the best feature, and calls itself for both parts with `depth + 1`."""

# %% hint
"""To predict, begin at `root_` and go to `"left"` or `"right"` while the node has a `"feature"`."""


# %% solution
class TreeScratch:
    """CART classifier."""

    def __init__(self, max_depth=None, min_leaf=1):
        self.max_depth = max_depth
        self.min_leaf = min_leaf

    def fit(self, X, y):
        """Grow the tree."""
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self.grow(X, codes, 0)
        return self

    def grow(self, X, codes, depth):
        """Return the node for these rows, with all that is below it."""
        node = {"counts": np.bincount(codes, minlength=len(self.classes_))}
        if node["counts"].max() == len(codes) or depth == self.max_depth:
            return node
        best_gain = None
        for feature in range(X.shape[1]):
            order = np.argsort(X[:, feature])
            cut = best_cut(X[order, feature], codes[order], self.min_leaf)
            if cut is not None and (best_gain is None or cut[0] > best_gain):
                best_gain, threshold = cut
                node.update(feature=feature, threshold=threshold)
        if best_gain is not None:
            column = X[:, node["feature"]]
            left = column <= node["threshold"]  # equivalent: no training value is a threshold
            node["left"] = self.grow(X[left], codes[left], depth + 1)
            node["right"] = self.grow(X[~left], codes[~left], depth + 1)
        return node

    def predict_proba(self, X):
        """Class shares of the leaf of each row."""
        shares = []
        for row in X:
            node = self.root_
            while "feature" in node:
                goes_left = row[node["feature"]] <= node["threshold"]
                node = node["left"] if goes_left else node["right"]
            shares.append(node["counts"] / node["counts"].sum())
        return np.array(shares)

    def predict(self, X):
        """Most frequent class of the leaf of each row."""
        return self.classes_[self.predict_proba(X).argmax(axis=1)]


# %% tests
from snippets.checks import approx

STOPS = np.array([[1.0, 3], [2, 1], [3, 6], [4, 4], [5, 2], [7, 2], [8, 5], [9, 3]])
LATE = np.array([0, 0, 1, 0, 0, 1, 1, 1])


def grown(X, y, **options):
    tree = TreeScratch(**options)
    tree.fit(X.copy(), y.copy())
    return tree


def outline(node):
    """Nodes from the root down, left part first: feature and threshold, or a leaf's counts."""
    if "feature" not in node:
        return [[int(count) for count in node["counts"]]]
    here = (int(node["feature"]), round(float(node["threshold"]), 4))
    return [here, *outline(node["left"]), *outline(node["right"])]


def two_clouds():
    rng = np.random.default_rng(6)
    y = np.repeat([0, 1, 2], 30)
    X = (rng.normal(size=(90, 3)) + np.eye(3)[y] * 1.5).round(2)
    return X, y


def test_courier():
    """The courier's tree, grown by hand in the chapter."""
    assert outline(grown(STOPS, LATE).root_) == [(0, 6.0), (1, 5.0), [4, 0], [0, 1], [0, 3]]
    assert list(grown(STOPS, LATE).root_["counts"]) == [4, 4]


def test_pure_nodes_stop():
    """A node with one class is a leaf, though its rows differ."""
    X, y = np.array([[1.0], [2], [3], [4]]), np.array([0, 0, 0, 0])
    assert outline(grown(X, y).root_) == [[4]]


def test_max_depth():
    """No leaf is more than max_depth questions away; 0 gives a single leaf."""
    assert outline(grown(STOPS, LATE, max_depth=1).root_) == [(0, 6.0), [4, 1], [0, 3]]
    assert outline(grown(STOPS, LATE, max_depth=0).root_) == [[4, 4]]


def test_min_leaf():
    """Every leaf has at least min_leaf rows, and a worse cut is taken if need be."""
    assert outline(grown(STOPS, LATE, min_leaf=5).root_) == [[4, 4]]
    expected = [(0, 6.0), (1, 3.5), [3, 0], [1, 1], [0, 3]]
    assert outline(grown(STOPS, LATE, min_leaf=2).root_) == expected


def test_library():
    """90 rows, three classes, depth 3: the same tree as scikit-learn's."""
    X, y = two_clouds()
    assert outline(grown(X, y, max_depth=3).root_) == LIBRARY


def test_gain_of_zero():
    """Where every question gains 0, the first feature is asked, and the second sorts the rest."""
    X, y = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    expected = [(0, 0.5), (1, 0.5), [1, 0], [0, 1], (1, 0.5), [0, 1], [1, 0]]
    assert outline(grown(X, y).root_) == expected


def test_shares():
    """Probabilities are the shares in the leaf; a tie goes to the first class."""
    tree = grown(STOPS, LATE, max_depth=1)
    assert tree.predict_proba(np.array([[2.5, 6.0], [20, 1]])) == approx([[0.8, 0.2], [0, 1]])
    assert list(tree.predict(np.array([[2.5, 6.0], [20, 1]]))) == [0, 1]
    assert list(grown(STOPS, LATE, max_depth=0).predict(STOPS[:2])) == [0, 0]


def test_on_the_threshold():
    """A row whose value equals the threshold goes left."""
    assert list(grown(STOPS, LATE).predict(np.array([[6.0, 5.0], [6.0, 5.1]]))) == [0, 1]


def test_strings():
    """Classes may be strings: classes_ is sorted and predict returns strings."""
    tree = grown(STOPS, np.where(LATE == 1, "late", "on time"))
    assert list(tree.classes_) == ["late", "on time"]
    assert list(tree.predict(STOPS[[0, 2, 7]])) == ["on time", "late", "late"]


def test_fit_returns_the_object():
    """`fit` returns the object, so that calls can be chained."""
    tree = TreeScratch()
    assert tree.fit(STOPS.copy(), LATE.copy()) is tree


def test_input_is_left_alone():
    """`fit` does not change the arrays that it is given."""
    X, y = two_clouds()
    kept_X, kept_y = X.copy(), y.copy()
    TreeScratch().fit(X, y)
    assert X == approx(kept_X)
    assert y == approx(kept_y)


LIBRARY = [
    (1, 0.485),
    (0, 1.065),
    (2, -0.015),
    [4, 1, 0],
    [3, 0, 23],
    (2, 1.01),
    [13, 0, 0],
    [1, 0, 1],
    (0, 1.005),
    (2, 2.66),
    [1, 25, 0],
    [0, 1, 2],
    (2, 1.83),
    [8, 3, 0],
    [0, 0, 4],
]
