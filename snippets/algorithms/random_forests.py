"""Bagging and random forests: averaging trees, out-of-bag scores, feature importances."""

from numbers import Integral
from typing import NamedTuple

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_moons
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from snippets.figures import (
    INK,
    MUTED,
    ORANGE,
    PALE_ORANGE,
    PALE_TEAL,
    PURPLE,
    TEAL,
    new_figure,
)


# --8<-- [start:variance]
def variance_of_mean(variance, correlation, count):
    """Variance of the average of `count` correlated guesses.

    Parameters
    ----------
    variance : float
        Variance of a single guess.
    correlation : float
        Correlation between any two guesses.
    count : int

    Returns
    -------
    float

    Examples
    --------
    >>> variance_of_mean(36, 0.5, 3)
    24.0
    """
    shared = correlation * variance
    return shared + (variance - shared) / count


# --8<-- [end:variance]


class Crowd(NamedTuple):
    """How the trees of repeated forests vary; see :func:`describe_crowd`."""

    variance: float
    correlation: float
    variance_of_mean: float


# --8<-- [start:crowd]
def describe_crowd(predictions):
    """Measure how single trees, pairs of trees and whole forests vary.

    Parameters
    ----------
    predictions : ndarray of shape (n_forests, n_trees, n_points)
        Every forest was grown on training rows of its own.

    Returns
    -------
    Crowd
        Averages over the points: variance of one tree, correlation of
        two trees of a forest, variance of a forest's mean.
    """
    half = predictions.shape[1] // 2
    deviations = predictions - predictions.mean(axis=(0, 1))
    first = deviations[:, :half].mean(axis=1)
    second = deviations[:, half:].mean(axis=1)
    variance, shared = (deviations**2).mean(), (first * second).mean()
    of_mean = predictions.mean(axis=1).var(axis=0).mean()
    return Crowd(float(variance), float(shared / variance), float(of_mean))


# --8<-- [end:crowd]


class RandomForestClassifier(ClassifierMixin, BaseEstimator):
    """Trees on bootstrap samples, with a random choice of features at every split.

    It draws its random numbers in scikit-learn's order, so with the same ``random_state`` it
    grows the same trees as :class:`sklearn.ensemble.RandomForestClassifier`.

    Parameters
    ----------
    n_estimators : int, default=100
        Number of trees.
    max_features : "sqrt", "log2", None, int or float, default="sqrt"
        Features drawn anew at every split; None means all of them, which is plain bagging.
    random_state : int, RandomState or None, default=None

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    estimators_ : list of fitted trees
        Their classes are positions in ``classes_``.
    oob_mask_ : ndarray of bool, shape (n_estimators, n_samples)
        True where a tree has not seen a training row.
    n_features_in_ : int

    References
    ----------
    Breiman, Random Forests, Machine Learning 45 (2001).

    Examples
    --------
    >>> X, y = [[1.0], [2.0], [7.0], [8.0]], ["on time", "on time", "late", "late"]
    >>> RandomForestClassifier(random_state=0).fit(X, y).predict([[1.5], [9.0]])
    array(['on time', 'late'], dtype='<U7')
    """

    #: The class of the trees; a subclass may put another in its place.
    tree_class = DecisionTreeClassifier

    # --8<-- [start:forest]
    def __init__(self, n_estimators=100, max_features="sqrt", random_state=None):
        self.n_estimators = n_estimators
        self.max_features = max_features
        self.random_state = random_state

    def fit(self, X, y):
        """Grow every tree on rows of its own, drawn with replacement."""
        X, y = self._check(X, y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        rng = check_random_state(self.random_state)
        self.estimators_ = []
        self.oob_mask_ = np.ones((self.n_estimators, len(X)), dtype=bool)
        for unseen in self.oob_mask_:
            seed = rng.randint(np.iinfo(np.int32).max)
            rows = check_random_state(seed).randint(0, len(X), len(X))
            unseen[rows] = False
            tree = self.tree_class(max_features=self.max_features, random_state=seed)
            self.estimators_.append(tree.fit(X[rows], codes[rows]))
        return self

    # --8<-- [end:forest]

    def _check(self, X, y):
        trees = self.n_estimators
        if not isinstance(trees, Integral) or isinstance(trees, bool) or trees < 1:
            raise ValueError(f"n_estimators must be a whole number from 1 on, got {trees!r}")
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        return X, y

    # --8<-- [start:predict]
    def tree_shares(self, X):
        """Class shares from each tree, shape (trees, rows, classes)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        size = len(self.estimators_), len(X), len(self.classes_)
        shares = np.zeros(size)
        for share, tree in zip(shares, self.estimators_, strict=True):
            share[:, tree.classes_] = tree.predict_proba(X)
        return shares

    def predict_proba(self, X):
        """Mean of the trees' class shares."""
        return self.tree_shares(X).mean(axis=0)

    def predict(self, X):
        """Class with the largest mean share."""
        shares = self.predict_proba(X)
        return self.classes_[shares.argmax(axis=1)]

    # --8<-- [end:predict]


# --8<-- [start:oob]
def out_of_bag_mean(tree_shares, unseen):
    """Average, for each training row, the trees that have not seen it.

    Parameters
    ----------
    tree_shares : ndarray of shape (n_trees, n_samples, n_classes)
    unseen : ndarray of bool, shape (n_trees, n_samples)

    Returns
    -------
    ndarray of shape (n_samples, n_classes)
        NaN for a row that every tree has seen.
    """
    kept = np.where(unseen[:, :, None], tree_shares, 0)
    trees = unseen.sum(axis=0)[:, None].astype(float)
    trees[trees == 0] = np.nan
    return kept.sum(axis=0) / trees


# --8<-- [end:oob]


# --8<-- [start:oob-score]
def oob_score(forest, X, y):
    """Accuracy on the training rows, each judged by trees new to it."""
    means = out_of_bag_mean(forest.tree_shares(X), forest.oob_mask_)
    judged = ~np.isnan(means[:, 0])
    answers = forest.classes_[means[judged].argmax(axis=1)]
    return float(np.mean(answers == np.asarray(y)[judged]))


# --8<-- [end:oob-score]


def permutation_importance(model, X, y, n_repeats=5, random_state=None):
    """How much a fitted model's score drops when one column is shuffled.

    It draws its random numbers in scikit-learn's order.

    Parameters
    ----------
    model : fitted estimator with a ``score`` method
    X : array-like of shape (n_samples, n_features)
        Rows that the model has not seen.
    y : array-like of shape (n_samples,)
    n_repeats : int, default=5
    random_state : int, RandomState or None, default=None

    Returns
    -------
    ndarray of shape (n_features, n_repeats)
        Drops of the score; not averaged, so that their spread can be reported.

    Raises
    ------
    ValueError
        If `n_repeats` is not a whole number from 1 on.

    References
    ----------
    Breiman, Random Forests, Machine Learning 45 (2001), section 10.

    Examples
    --------
    >>> X, y = np.array([[1.0, 5.0], [2.0, 5.0], [7.0, 5.0], [8.0, 5.0]]), [0, 0, 1, 1]
    >>> tree = DecisionTreeClassifier().fit(X, y)
    >>> permutation_importance(tree, X, y, n_repeats=2, random_state=0)[1]
    array([0., 0.])
    """
    if not isinstance(n_repeats, Integral) or isinstance(n_repeats, bool) or n_repeats < 1:
        raise ValueError(f"n_repeats must be a whole number from 1 on, got {n_repeats!r}")
    seed = check_random_state(random_state).randint(np.iinfo(np.int32).max + 1)
    return drops_when_shuffled(model, np.asarray(X), y, n_repeats, seed)


# --8<-- [start:permutation]
def drops_when_shuffled(model, X, y, n_repeats, seed):
    """Shuffle one column at a time; return the drops of the score."""
    whole = model.score(X, y)
    drops = np.empty((X.shape[1], n_repeats))
    for column, drop in enumerate(drops):
        rng = check_random_state(seed)
        order, shuffled = np.arange(len(X)), X.copy()
        for repeat in range(n_repeats):
            rng.shuffle(order)
            shuffled[:, column] = shuffled[order, column]
            drop[repeat] = whole - model.score(shuffled, y)
    return drops


# --8<-- [end:permutation]


# --8<-- [start:drop-column]
def drop_column_importance(model, X_train, y_train, X_test, y_test):
    """Drop of the test score when the model is refitted without a column."""

    def score(columns):
        fitted = clone(model).fit(X_train[:, columns], y_train)
        return fitted.score(X_test[:, columns], y_test)

    every = list(range(X_train.shape[1]))
    without = [score(every[:j] + every[j + 1 :]) for j in every]
    return score(every) - np.array(without)


# --8<-- [end:drop-column]

FIGURE_TEXT = 15  # points; still readable when a figure shrinks to the width of a phone


def figure_variance():
    """Variance of an average against the number of guesses, for four correlations."""
    figure, axes = new_figure(width=6.4, height=4.6)
    counts = np.arange(1, 31)
    ends = [(0, TEAL, "-"), (0.25, ORANGE, "--"), (0.5, PURPLE, "-."), (0.9, INK, ":")]
    for correlation, color, style in ends:
        curve = [variance_of_mean(36, correlation, count) for count in counts]
        axes.plot(counts, curve, style, color=color, linewidth=2.5)
        label = "independent" if correlation == 0 else f"ρ = {correlation}"
        axes.text(30.6, curve[-1], label, color=color, va="center", size=FIGURE_TEXT)
    axes.plot([3, 3], [12, 24], "o", color=INK, markersize=7)
    axes.text(2.6, 9, "12", color=INK, ha="right", size=FIGURE_TEXT)
    axes.text(3.7, 24.5, "24", color=INK, size=FIGURE_TEXT)
    axes.spines["bottom"].set_bounds(1, 30)
    axes.set(xlim=(0, 40), ylim=(0, 38), xticks=[1, 3, 10, 20, 30], yticks=[0, 9, 18, 27, 36])
    axes.set_xlabel("guesses averaged", size=FIGURE_TEXT)
    axes.set_title("variance of the average, in minutes²", loc="left", size=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)
    return figure


def figure_surfaces():
    """Decision surface of 1, 10 and 100 trees on two noisy half-moons."""
    points, classes = make_moons(160, noise=0.3, random_state=1)
    fresh, fresh_classes = make_moons(1000, noise=0.3, random_state=2)
    forest = RandomForestClassifier(100, random_state=0).fit(points, classes)
    across, up = np.meshgrid(np.linspace(-2, 3, 90), np.linspace(-1.5, 2, 70))
    grid = np.column_stack([across.ravel(), up.ravel()])
    on_grid, on_fresh = forest.tree_shares(grid), forest.tree_shares(fresh)
    figure, panels = new_figure(rows=3, width=4.8, height=9.3)
    for axes, count in zip(panels, [1, 10, 100], strict=True):
        share = on_grid[:count, :, 1].mean(axis=0).reshape(across.shape)
        axes.contourf(across, up, share, [-0.1, 0.5, 1.1], colors=[PALE_TEAL, PALE_ORANGE])
        if count > 1:
            lines = axes.contour(across, up, share, [0.2, 0.8], colors=[TEAL, ORANGE])
            lines.set(linewidth=1)
        for value, marker, color in [(0, "o", TEAL), (1, "s", ORANGE)]:
            chosen = points[classes == value]
            axes.plot(*chosen.T, marker, color=color, markersize=3.5)
        hits = (on_fresh[:count].mean(axis=0).argmax(axis=1) == fresh_classes).mean()
        word = "tree" if count == 1 else "trees"
        axes.set_title(f"{count} {word}: {hits:.2f} on new points", loc="left", size=13)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_color(MUTED)
    return figure
