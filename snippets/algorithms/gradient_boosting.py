"""Gradient boosting from scratch: squared loss, log-loss, histograms and early stopping."""

from collections import deque
from itertools import islice
from numbers import Integral, Real

import numpy as np
from sklearn import ensemble
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.datasets import load_diabetes
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from snippets.algorithms.logistic_regression import sigmoid
from snippets.figures import (
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    TEAL,
    new_figure,
)


# --8<-- [start:newton-leaves]
def newton_leaves(leaves, residuals, curvatures):
    """Newton step of every leaf: summed residuals over curvatures.

    Residuals are minus the first derivative of each row's loss,
    curvatures the second. The result is indexed by leaf number;
    it is 0 where a leaf has no curvature.

    Examples
    --------
    >>> ids, residuals = np.array([0, 1, 1]), np.array([-0.75, 0.25, 0.25])
    >>> newton_leaves(ids, residuals, np.full(3, 0.1875)).round(3)
    array([-4.   ,  1.333])
    """
    pull = np.bincount(leaves, residuals)
    bend = np.bincount(leaves, curvatures)
    steps = np.zeros_like(pull)
    return np.divide(pull, bend, out=steps, where=bend > 1e-150)


# --8<-- [end:newton-leaves]


class _Booster:
    """What both estimators share: checks, the loop over trees, and the sum of the trees."""

    def __init__(self, n_estimators=100, learning_rate=0.1, max_depth=3, random_state=None):
        self.n_estimators = n_estimators
        self.learning_rate = learning_rate
        self.max_depth = max_depth
        self.random_state = random_state

    def _check_parameters(self):
        for name, lowest in [("n_estimators", 0), ("max_depth", 1)]:
            given = getattr(self, name)
            if not isinstance(given, Integral) or isinstance(given, bool) or given < lowest:
                raise ValueError(f"{name} must be a whole number from {lowest} on, got {given!r}")
        rate = self.learning_rate
        if not isinstance(rate, Real) or not 0 < rate < np.inf:
            raise ValueError(f"learning_rate must be a positive number, got {rate!r}")

    # --8<-- [start:boost]
    def _boost(self, X, y):
        """Add tree after tree, each fitted to what is still wrong."""
        rng = check_random_state(self.random_state)
        self.init_ = self._constant(y)
        scores = np.full(len(y), self.init_)
        self.estimators_, self.leaf_values_ = [], []
        for _ in range(self.n_estimators):
            residuals, curvatures = self._derivatives(y, scores)
            tree = DecisionTreeRegressor(
                max_depth=self.max_depth, random_state=rng
            )  # one rng for all trees
            leaves = tree.fit(X, residuals).apply(X)
            values = newton_leaves(leaves, residuals, curvatures)
            scores += self.learning_rate * values[leaves]
            self.estimators_.append(tree)
            self.leaf_values_.append(values)
        return self

    def _staged_scores(self, X):
        """Yield the sum after 0, 1, 2, ... trees."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        scores = np.full(len(X), self.init_)
        yield scores
        for number, tree in enumerate(self.estimators_):
            values = self.leaf_values_[number]
            scores = scores + self.learning_rate * values[tree.apply(X)]
            yield scores

    # --8<-- [end:boost]

    def _scores(self, X):
        """Return the sum of all trees."""
        return deque(self._staged_scores(X), maxlen=1).pop()


class GradientBoostingRegressor(RegressorMixin, _Booster, BaseEstimator):
    """Boosted trees for numbers, under squared loss.

    Parameters
    ----------
    n_estimators : int, default=100
        Number of trees; 0 predicts the mean.
    learning_rate : float, default=0.1
        Factor on the values of every tree; the mean is not shrunk.
    max_depth : int, default=3
        Questions on the way to a leaf; limits how many features can interact.
    random_state : int, RandomState or None, default=None
        Breaks ties between equally good splits. Trees draw from it one after another.

    Attributes
    ----------
    init_ : float
        Mean of the target.
    estimators_ : list of DecisionTreeRegressor
    leaf_values_ : list of ndarray
        For each tree the value of every leaf, by the leaf's number.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        From ``fit``, if a parameter is outside its range.

    References
    ----------
    Friedman, Greedy Function Approximation: A Gradient Boosting Machine (2001), algorithm 2.

    Examples
    --------
    >>> model = GradientBoostingRegressor(n_estimators=1, learning_rate=0.5, max_depth=1)
    >>> model.fit([[1], [2], [3], [4]], [11, 13, 23, 33]).predict([[1], [4]])
    array([16., 24.])
    """

    # --8<-- [start:regressor]
    def fit(self, X, y):
        """Boost trees from the mean of the target."""
        self._check_parameters()
        X, y = validate_data(self, X, y, y_numeric=True)
        return self._boost(X, np.asarray(y, dtype=float))

    def _constant(self, y):
        return y.mean()

    def _derivatives(self, y, scores):
        return y - scores, np.ones(len(y))

    def predict(self, X):
        """Return the mean plus all shrunken trees."""
        return self._scores(X)

    def staged_predict(self, X):
        """Yield the predictions after 1, 2, ... trees."""
        yield from islice(self._staged_scores(X), 1, None)

    # --8<-- [end:regressor]


class GradientBoostingClassifier(ClassifierMixin, _Booster, BaseEstimator):
    """Boosted trees for two classes, under log-loss, with Newton steps in the leaves.

    Parameters are those of :class:`GradientBoostingRegressor`; 0 trees predict the base rate.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The labels, sorted; log-odds speak of the second.
    init_ : float
        Log-odds of the second class among the training rows.
    estimators_, leaf_values_, n_features_in_, feature_names_in_
        As in :class:`GradientBoostingRegressor`.

    Raises
    ------
    ValueError
        From ``fit``, if a parameter is outside its range or ``y`` has not two classes.

    References
    ----------
    Friedman, Greedy Function Approximation: A Gradient Boosting Machine (2001), algorithm 5.

    Examples
    --------
    >>> model = GradientBoostingClassifier(n_estimators=1, learning_rate=0.5, max_depth=1)
    >>> model.fit([[1], [2], [3], [4]], ["early", "late", "late", "late"]).predict([[1], [4]])
    array(['early', 'late'], dtype='<U5')
    """

    def fit(self, X, y):
        """Boost trees from the log-odds of the base rate."""
        self._check_parameters()
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        if type_of_target(y) == "multiclass":
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass"
            )
        self.classes_, labels = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            only = self.classes_.tolist()[0]
            raise ValueError(f"two classes are needed, y has one class only: {only!r}")
        return self._boost(X, labels)

    # --8<-- [start:classifier]
    def _constant(self, labels):
        rate = labels.mean()
        return np.log(rate / (1 - rate))

    def _derivatives(self, labels, scores):
        p = sigmoid(scores)
        return labels - p, p * (1 - p)

    def decision_function(self, X):
        """Return the log-odds of the second class."""
        return self._scores(X)

    def predict_proba(self, X):
        """Return a column of probabilities for each class."""
        log_odds = self._scores(X)
        return sigmoid(np.column_stack([-log_odds, log_odds]))

    # --8<-- [end:classifier]

    def predict(self, X):
        """Return the more probable class of each row."""
        more_likely = self._scores(X) > 0
        return self.classes_[more_likely.astype(int)]

    def __sklearn_tags__(self):
        """Say that two classes are the limit."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


# --8<-- [start:histogram]
def into_bins(column, n_bins=255):
    """Return bin numbers for a column, about as many rows in each bin.

    Returns
    -------
    bins : ndarray of int, from 0
    edges : ndarray of float, ascending
        A value equal to an edge falls into the bin below it.
    """
    shares = np.arange(1, n_bins) / n_bins
    edges = np.unique(np.quantile(column, shares))
    return np.searchsorted(edges, column), edges


def histogram_gains(bins, residuals, n_bins=255):
    """Drop of the summed squares for a cut behind each bin but the last."""
    rows = np.bincount(bins, minlength=n_bins)
    sums = np.bincount(bins, residuals, n_bins)
    left_rows, left_sums = rows.cumsum()[:-1], sums.cumsum()[:-1]
    right_rows, right_sums = rows.sum() - left_rows, sums.sum() - left_sums
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = left_sums**2 / left_rows + right_sums**2 / right_rows
    squares[left_rows * right_rows == 0] = 0  # no row on one side
    return squares - sums.sum() ** 2 / len(bins)


# --8<-- [end:histogram]


# --8<-- [start:early-stop]
def early_stop(losses, patience):
    """Find the round with the lowest loss, with patience.

    Rounds count from 1. Stop watching as soon as the best round so far
    is `patience` rounds old.

    Examples
    --------
    >>> early_stop([5.0, 4.0, 4.2, 4.1, 3.0], patience=2)
    2
    """
    best_round, best_loss = 0, np.inf
    for round_number, loss in enumerate(losses, 1):
        if loss < best_loss:
            best_round, best_loss = round_number, loss
        elif round_number - best_round >= patience:
            break
    return best_round


# --8<-- [end:early-stop]


#: Four stops of the running example: kilometres, and minutes that they took.
COURIER_KM = np.array([[1.0], [2.0], [3.0], [4.0]])
COURIER_MINUTES = np.array([11.0, 13.0, 23.0, 33.0])

FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def _label_axes(axes, title="", x_label="", y_label=""):
    """Write the title and the labels of axes in the figure's one text size."""
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)


def figure_additive_fit():
    """Sum of 1, 5, 20 and 100 trees on a wave, and the residuals that each sum leaves."""
    rng = np.random.default_rng(1)
    x = np.sort(rng.uniform(0, 6, 90))
    y = 2 * np.sin(x) + rng.normal(scale=0.4, size=90)
    grid = np.linspace(0, 6, 601)
    model = GradientBoostingRegressor(100, learning_rate=0.2, max_depth=2, random_state=0)
    model.fit(x[:, None], y)
    on_rows = list(model.staged_predict(x[:, None]))
    on_grid = list(model.staged_predict(grid[:, None]))
    figure, panels = new_figure(rows=4, columns=2, width=6.4, height=10.4, sharex=True, sharey=True)
    for (fit, rest), trees in zip(panels, [1, 5, 20, 100], strict=True):
        fit.plot(x, y, "o", color=MUTED, markersize=3.5)
        fit.plot(grid, on_grid[trees - 1], color=TEAL, linewidth=2.4)
        residuals = y - on_rows[trees - 1]
        rest.axhline(0, color=MUTED, linewidth=1)
        rest.vlines(x, 0, residuals, color=ORANGE, linewidth=1.4)
        rest.plot(x, residuals, "s", color=ORANGE, markersize=3)
        word = "tree" if trees == 1 else "trees"
        _label_axes(fit, f"{trees} {word}")
        _label_axes(rest, f"residuals: sd {residuals.std():.2f}")
        rest.set(xlim=(0, 6), ylim=(-3.2, 3.2), xticks=[0, 2, 4, 6], yticks=[-2, 0, 2])
    return figure


def figure_learning_rates():
    """Training and validation error over the rounds, for three learning rates."""
    X, y = load_diabetes(return_X_y=True)
    train_X, valid_X, train_y, valid_y = train_test_split(X, y, random_state=0)
    figure, (training, validation) = new_figure(rows=2, width=6.4, height=8.0, sharex=True)
    rounds = np.arange(1, 1001)
    for rate, color, style in [(1.0, ORANGE, ":"), (0.1, TEAL, "-"), (0.01, PURPLE, "--")]:
        model = ensemble.GradientBoostingRegressor(
            n_estimators=1000, learning_rate=rate, max_depth=3, random_state=0
        ).fit(train_X, train_y)
        staged = model.staged_predict(valid_X)
        losses = np.array([np.mean((valid_y - p) ** 2) for p in staged])
        training.plot(rounds, model.train_score_ / 1000, style, color=color)
        validation.plot(rounds, losses / 1000, style, color=color)
        best = losses.argmin()
        validation.plot(rounds[best], losses[best] / 1000, "o", color=color, markersize=9)
    for axes, notes in [
        (training, [(1.3, 0.8, "1", ORANGE), (9, 3.1, "0.1", TEAL), (250, 2.1, "0.01", PURPLE)]),
        (validation, [(4, 6.6, "1", ORANGE), (190, 4.45, "0.1", TEAL), (25, 4.5, "0.01", PURPLE)]),
    ]:
        for x, height, note, color in notes:
            axes.text(x, height, f"rate {note}", color=color, size=FIGURE_TEXT)
    training.set(xscale="log", ylim=(0, 6.5))
    validation.set(xticks=[1, 10, 100, 1000], xticklabels=["1", "10", "100", "1,000"])
    mean_error = np.mean((valid_y - train_y.mean()) ** 2) / 1000
    validation.axhline(mean_error, color=INK, linewidth=1)
    validation.text(130, mean_error + 0.06, "the mean", color=INK, size=FIGURE_TEXT)
    _label_axes(training, "Training error, in thousands")
    _label_axes(validation, "Validation error, in thousands", "trees")
    return figure
