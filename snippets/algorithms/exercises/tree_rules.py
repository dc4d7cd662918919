r"""
title: A tree as rules
level: 2
packages: numpy

A colleague wants to apply your tree with a pencil. Write `tree_rules(tree, names)`: one line of
text for each leaf, from left to right.

`tree.root_` is a node, a dictionary. All nodes have `"counts"`, the training rows of each class in
the order of `tree.classes_`. A node that is split also has `"feature"` (a column number),
`"threshold"`, `"left"` (value at most the threshold) and `"right"` (value above it). `names` holds
the names of the columns.

The courier's tree gives

    km <= 6.0 and parcels <= 5.0: on time (4 of 4)
    km <= 6.0 and parcels > 5.0: late (1 of 1)
    km > 6.0: late (3 of 3)

- The conditions stand in the order of the walk from the root, joined by `" and "`; a condition
  that a later one makes needless stays.
- After a colon follow the most frequent class of the leaf, the first in `classes_` when tied, and
  how many of the leaf's training rows are of this class.
- Thresholds are written with all their digits, as `str(float(threshold))` gives them: a rounded
  threshold sends rows the wrong way.
- If the root is a leaf, the condition is the word `always`.
"""

# %% setup
import numpy as np


class TreeScratch:
    """A small CART classifier, to have trees to read."""

    def __init__(self, max_depth=None):
        self.max_depth = max_depth

    def fit(self, X, y):
        self.classes_, codes = np.unique(y, return_inverse=True)
        self.root_ = self._grow(X, np.eye(len(self.classes_))[codes], 0)
        return self

    def _grow(self, X, targets, depth):
        counts = targets.sum(axis=0).astype(int)
        best = (-1, None, None)
        for feature in range(X.shape[1]):
            for threshold in np.unique(X[:, feature])[:-1]:
                left = X[:, feature] <= threshold
                deviation = (targets[left] - targets.mean(axis=0)).sum(axis=0)
                gain = deviation @ deviation / (left.sum() * (~left).sum())
                if gain > best[0] + 1e-12:
                    above = X[~left, feature].min()
                    best = (gain, feature, float((threshold + above) / 2))
        if counts.max() == len(X) or depth == self.max_depth or best[1] is None:
            return {"counts": counts}
        _, feature, threshold = best
        left = X[:, feature] <= threshold
        return {
            "counts": counts,
            "feature": feature,
            "threshold": threshold,
            "left": self._grow(X[left], targets[left], depth + 1),
            "right": self._grow(X[~left], targets[~left], depth + 1),
        }

    def predict(self, X):
        found = []
        for row in X:
            node = self.root_
            while "feature" in node:
                node = node["left" if row[node["feature"]] <= node["threshold"] else "right"]
            found.append(self.classes_[node["counts"].argmax()])
        return np.array(found)


# %% starter
def tree_rules(tree, names):
    """One readable rule per leaf, from left to right."""
    rules = []
    return rules


# %% wrong less-than
"""You write `<` on the left and `>=` on the right. A row whose value equals the threshold goes
left: `<=` and `>`."""


# fails: test_courier test_on_the_threshold test_support
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} < {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} >= {threshold}"])
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong rounded
"""You round the thresholds. Rows between the true and the rounded one get the wrong rule."""


# fails: test_all_digits
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], round(float(node["threshold"]), 2)
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} > {threshold}"])
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong right-first
"""The rules come from right to left. Begin with the left side."""


# fails: test_courier test_support
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            right = below(node["right"], [*conditions, f"{name} > {threshold}"])
            return right + left
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong last-condition-only
"""Only the last condition is left. A rule needs all conditions on the way from the root."""


# fails: test_courier test_every_row test_on_the_threshold
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [f"{name} <= {threshold}"])
            return left + below(node["right"], [f"{name} > {threshold}"])
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong code-for-class
"""You print the number of the class. Look it up in `tree.classes_`."""


# fails: test_courier test_every_row test_on_the_threshold test_support test_tie test_root_only
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} > {threshold}"])
        counts = node["counts"]
        label = counts.argmax()
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong all-rows-as-support
"""Both numbers are the size of the leaf. The first one counts the rows of the class that
is named."""


# fails: test_support test_tie
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} > {threshold}"])
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.sum()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong last-of-tied-classes
"""With equally frequent classes you name the last one."""


# fails: test_every_row test_tie
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} > {threshold}"])
        counts = node["counts"]
        label = tree.classes_[len(counts) - 1 - counts[::-1].argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% wrong empty-condition
"""A tree without a split gives a rule without a condition. Write `always`."""


# fails: test_root_only
def tree_rules(tree, names):
    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} > {threshold}"])
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions)
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% hint
"""Write a function that takes a node and the list of conditions so far, and returns the rules below
that node. A node without a `"feature"` gives one rule."""

# %% hint
"""Call it for `"left"` with `[*conditions, f"{name} <= {threshold}"]`, and for `"right"` with the
opposite condition. Join the two lists."""


# %% solution
def tree_rules(tree, names):
    """One readable rule per leaf, from left to right."""

    def below(node, conditions):
        if "feature" in node:
            name, threshold = names[node["feature"]], float(node["threshold"])
            left = below(node["left"], [*conditions, f"{name} <= {threshold}"])
            return left + below(node["right"], [*conditions, f"{name} > {threshold}"])
        counts = node["counts"]
        label = tree.classes_[counts.argmax()]
        when = " and ".join(conditions) or "always"
        return [f"{when}: {label} ({counts.max()} of {counts.sum()})"]

    return below(tree.root_, [])


# %% tests
import operator

STOPS = np.array([[1.0, 3], [2, 1], [3, 6], [4, 4], [5, 2], [7, 2], [8, 5], [9, 3]])
LATE = np.array(["on time", "on time", "late", "on time", "on time", "late", "late", "late"])
SIGNS = {"<=": operator.le, "<": operator.lt, ">": operator.gt, ">=": operator.ge}


def holds(condition, row, names):
    if condition == "always":
        return True
    name, sign, number = condition.rsplit(" ", 2)
    return SIGNS[sign](row[list(names).index(name)], float(number))


def answers(rules, X, names):
    """Class that the rules give to each row; more or less than one rule is reported."""
    found = []
    for row in X:
        matching = [
            rule.rsplit(": ", 1)[1].rsplit(" (", 1)[0]
            for rule in rules
            if all(holds(part, row, names) for part in rule.rsplit(": ", 1)[0].split(" and "))
        ]
        found.append(matching[0] if len(matching) == 1 else f"{len(matching)} rules")
    return found


def test_courier():
    """The courier's tree: three rules, from left to right."""
    assert tree_rules(TreeScratch().fit(STOPS, LATE), ["km", "parcels"]) == [
        "km <= 6.0 and parcels <= 5.0: on time (4 of 4)",
        "km <= 6.0 and parcels > 5.0: late (1 of 1)",
        "km > 6.0: late (3 of 3)",
    ]


def test_every_row():
    """Applied to 200 rows, exactly one rule holds for each, with the tree's class."""
    rng = np.random.default_rng(2)
    X = rng.integers(0, 9, size=(200, 3)) / 2
    y = np.where(X[:, 0] + rng.normal(size=200) > X[:, 1], "up", "down")
    names = ["worst radius", "age", "income in EUR"]
    tree = TreeScratch(max_depth=4).fit(X, y)
    assert answers(tree_rules(tree, names), X, names) == list(tree.predict(X))


def test_on_the_threshold():
    """A row whose value equals a threshold goes left."""
    tree, names = TreeScratch().fit(STOPS, LATE), ["km", "parcels"]
    X = np.array([[6.0, 5.0], [6.0, 5.5], [6.5, 5.0]])
    assert answers(tree_rules(tree, names), X, names) == ["on time", "late", "late"]


def test_all_digits():
    """Thresholds keep all their digits."""
    X = np.array([[1.00000001], [1.00000002], [1.00000004]])
    tree = TreeScratch().fit(X, np.array([0, 1, 1]))
    rules = tree_rules(tree, ["x"])
    assert answers(rules, X, ["x"]) == ["0", "1", "1"]


def test_support():
    """A mixed leaf: its most frequent class, and the rows of this class out of all."""
    tree = TreeScratch(max_depth=1).fit(STOPS, LATE)
    assert tree_rules(tree, ["km", "parcels"]) == [
        "km <= 6.0: on time (4 of 5)",
        "km > 6.0: late (3 of 3)",
    ]


def test_tie():
    """With equally frequent classes the first in classes_ is named."""
    tree = TreeScratch(max_depth=0).fit(STOPS, LATE)
    assert tree_rules(tree, ["km", "parcels"])[0].endswith(": late (4 of 8)")


def test_root_only():
    """If the root is a leaf, the rule holds always."""
    tree = TreeScratch().fit(STOPS[:2], LATE[:2])
    assert tree_rules(tree, ["km", "parcels"]) == ["always: on time (2 of 2)"]
