"""Logistic and softmax regression from scratch: stable functions, Newton's method, odds ratios."""

import warnings
from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.datasets import load_breast_cancer
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from snippets.algorithms.linear_regression import add_intercept
from snippets.figures import (
    INK,
    MUTED,
    ORANGE,
    PURPLE,
    TEAL,
    new_figure,
)


# --8<-- [start:stable]
def sigmoid(log_odds):
    """Turn log-odds, of any shape, into probabilities without overflow.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    return np.exp(-np.logaddexp(0, -np.asarray(log_odds)))


def log_losses(log_odds, labels):
    """Log-loss of each row, in nats; labels are 0 or 1.

    Examples
    --------
    >>> log_losses([0.0, 1000.0], [1, 1]).round(3)
    array([0.693, 0.   ])
    """
    log_odds, labels = np.asarray(log_odds), np.asarray(labels)
    return np.logaddexp(0, log_odds) - labels * log_odds


# --8<-- [end:stable]


# --8<-- [start:softmax]
def log_sum_exp(scores):
    """Logarithm of the summed exponentials of each row, without overflow.

    Examples
    --------
    >>> log_sum_exp([[1000.0, 1000.0]]).round(3)
    array([1000.693])
    """
    scores = np.asarray(scores, dtype=float)
    largest = scores.max(axis=-1)
    return largest + np.log(np.exp(scores - largest[..., None]).sum(axis=-1))


def softmax(scores):
    """Turn each row of scores into probabilities that sum to 1.

    Examples
    --------
    >>> softmax([[0.0, np.log(3.0)]])
    array([[0.25, 0.75]])
    """
    return np.exp(scores - log_sum_exp(scores)[..., None])


# --8<-- [end:softmax]


STILL_MOVING = "coefficients still move after the last step: are the classes separated?"


def _check_settings(model):
    """Reject parameters that make no sense, naming their values."""
    if not model.C > 0:
        raise ValueError(f"C={model.C!r} must be a positive number; np.inf means no penalty")
    if not model.max_iter >= 1:
        raise ValueError(f"max_iter={model.max_iter!r} must be at least 1")


def _encode(model, y):
    """Store the sorted classes; return each label's position among them."""
    check_classification_targets(y)
    model.classes_, codes = np.unique(y, return_inverse=True)
    if len(model.classes_) < 2:
        raise ValueError(
            f"two classes are needed, y has one class only: {model.classes_.tolist()[0]!r}"
        )
    return codes


# --8<-- [start:derivatives]
def penalised_loss(theta, design, labels, strength):
    """Sum of log-losses plus half the weighted squares of theta."""
    losses = log_losses(design @ theta, labels)
    return losses.sum() + strength @ theta**2 / 2


def gradient_and_hessian(theta, design, labels, strength):
    """First and second derivatives of the penalised loss."""
    log_odds = design @ theta
    errors = sigmoid(log_odds) - labels
    variances = sigmoid(log_odds) * sigmoid(-log_odds)
    gradient = design.T @ errors + strength * theta
    hessian = (design.T * variances) @ design + np.diag(strength)
    return gradient, hessian


# --8<-- [end:derivatives]


class LogisticRegression(ClassifierMixin, BaseEstimator):
    """Binary logistic regression with an L2 penalty, fitted by Newton's method.

    Minimises the sum of the log-losses plus ``coef @ coef / (2 * C)``. The intercept is free.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of the penalty; ``np.inf`` for none.
    tol : float, default=1e-10
        Stop when no coefficient moves by more than this, relative to the largest one (or
        absolutely, if all are below 1).
    max_iter : int, default=50
        Limit of Newton steps.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The two labels, sorted; probabilities and coefficients speak of the second.
    coef_ : ndarray of shape (1, n_features)
        Change of the log-odds per unit of each feature, the others held fixed.
    intercept_ : ndarray of shape (1,)
        Log-odds for a row of zeros.
    n_iter_ : int
        Newton steps taken.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        From ``fit``, if ``C`` or ``max_iter`` is not positive or ``y`` has not two classes.

    Warns
    -----
    ConvergenceWarning
        If the coefficients still move after the last step, as with separated classes and no
        penalty.

    References
    ----------
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 4.4.1.

    Examples
    --------
    >>> model = LogisticRegression(C=np.inf).fit([[0], [0], [0], [1], [1], [1]], list("aabbba"))
    >>> model.predict_proba([[1]]).round(3)
    array([[0.333, 0.667]])
    """

    # --8<-- [start:newton]
    def __init__(self, C=1.0, tol=1e-10, max_iter=50):
        self.C, self.tol, self.max_iter = C, tol, max_iter

    def fit(self, X, y):
        """Walk by Newton steps to the smallest penalised loss."""
        X, labels = self._check(X, y)
        strength = np.full(X.shape[1] + 1, 1 / self.C)
        strength[0] = 0  # the intercept is free
        problem = add_intercept(X), labels, strength
        theta = np.zeros(len(strength))
        for step_count in range(1, self.max_iter + 1):
            self.n_iter_ = step_count
            loss = penalised_loss(theta, *problem)
            gradient, hessian = gradient_and_hessian(theta, *problem)
            step = np.linalg.lstsq(hessian, gradient, rcond=None)[0]
            while penalised_loss(theta - step, *problem) > loss * (1 + 1e-12):
                step /= 2  # too far: the bowl is not quite quadratic
            theta -= step
            if np.abs(step).max() <= self.tol * max(1, np.abs(theta).max()):
                break
        else:
            warnings.warn(STILL_MOVING, ConvergenceWarning, stacklevel=2)
        self.intercept_, self.coef_ = theta[:1], theta[None, 1:]
        return self

    # --8<-- [end:newton]

    def _check(self, X, y):
        """Return features and labels 0 or 1, or say what is wrong with them."""
        _check_settings(self)
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        if type_of_target(y) == "multiclass":
            raise ValueError(
                "Only binary classification is supported. The type of the target is "
                "multiclass; use SoftmaxRegression"
            )
        return X, _encode(self, y)

    def decision_function(self, X):
        """Return the log-odds of the second class, one number per row."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        return X @ self.coef_[0] + self.intercept_[0]

    def predict_proba(self, X):
        """Return a column of probabilities for each class."""
        log_odds = self.decision_function(X)
        return sigmoid(np.column_stack([-log_odds, log_odds]))

    def predict(self, X):
        """Return the more probable class of each row."""
        more_likely = self.decision_function(X) > 0
        return self.classes_[more_likely.astype(int)]

    def __sklearn_tags__(self):
        """Say that two classes are the limit."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


class SoftmaxRegression(ClassifierMixin, BaseEstimator):
    """Multi-class logistic regression with an L2 penalty, fitted by L-BFGS.

    Minimises the sum of the cross-entropies plus ``(coef**2).sum() / (2 * C)``. The intercepts
    are free. With two classes it equals :class:`LogisticRegression` with twice the ``C``, because
    the penalty then counts two mirrored rows of coefficients.

    Parameters
    ----------
    C : float, default=1.0
        Inverse strength of the penalty; ``np.inf`` for none.
    tol : float, default=1e-8
        Stop when no entry of the gradient is larger.
    max_iter : int, default=1000

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coef_ : ndarray of shape (n_classes, n_features)
        Only differences between rows matter; with a penalty the rows sum to zero.
    intercept_ : ndarray of shape (n_classes,)
    n_iter_ : int
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        From ``fit``, if ``C`` or ``max_iter`` is not positive or ``y`` has one class only.

    Warns
    -----
    ConvergenceWarning
        If L-BFGS stops at ``max_iter``.

    References
    ----------
    Bishop, Pattern Recognition and Machine Learning, section 4.3.4.

    Examples
    --------
    >>> model = SoftmaxRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["a", "b", "b", "c"])
    >>> model.predict([[-5.0], [8.0]])
    array(['a', 'c'], dtype='<U1')
    """

    def __init__(self, C=1.0, tol=1e-8, max_iter=1000):
        self.C, self.tol, self.max_iter = C, tol, max_iter

    def fit(self, X, y):
        """Find the scores that make the observed classes most probable."""
        _check_settings(self)
        X, y = validate_data(self, X, y)
        codes = _encode(self, y)
        one_hot = np.eye(len(self.classes_))[codes]
        design = add_intercept(X)
        start = np.zeros(one_hot.shape[1] * design.shape[1])
        found = minimize(
            cross_entropy_and_gradient,
            start,
            args=(design, one_hot, self.C),
            jac=True,
            method="L-BFGS-B",
            options={"gtol": self.tol, "ftol": 1e-15, "maxiter": self.max_iter},
        )
        self.n_iter_ = found.nit
        if found.nit >= self.max_iter:
            warnings.warn("L-BFGS needs more than max_iter", ConvergenceWarning, stacklevel=2)
        theta = found.x.reshape(len(self.classes_), -1)
        self.intercept_, self.coef_ = theta[:, 0], theta[:, 1:]
        return self

    def predict_proba(self, X):
        """Return a column of probabilities for each class."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        return softmax(X @ self.coef_.T + self.intercept_)

    def predict(self, X):
        """Return the most probable class of each row."""
        columns = self.predict_proba(X).argmax(axis=1)
        return self.classes_[columns]


# --8<-- [start:cross-entropy]
def cross_entropy_and_gradient(flat_theta, design, one_hot, C):
    """Penalised cross-entropy of softmax regression, and its gradient.

    ``flat_theta`` holds a row per class, its intercept first. ``one_hot``
    is 1 in the column of a row's own class and 0 elsewhere.
    """
    theta = flat_theta.reshape(one_hot.shape[1], -1)
    scores = design @ theta.T
    shrunk = theta.copy()
    shrunk[:, 0] = 0  # intercepts are free
    loss = log_sum_exp(scores).sum() - (one_hot * scores).sum()
    loss += (shrunk**2).sum() / (2 * C)
    gradient = (softmax(scores) - one_hot).T @ design + shrunk / C
    return loss, gradient.ravel()


# --8<-- [end:cross-entropy]


class OddsRatios(NamedTuple):
    """Result of :func:`odds_ratio_intervals`, one entry per feature."""

    ratio: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def odds_ratio_intervals(X, y, confidence=0.95):
    """Odds ratios of an unpenalised logistic regression, with Wald intervals.

    An interval is made for the coefficient, where the estimate is about normal, and then both of
    its ends are exponentiated.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    y : array-like of shape (n_samples,)
        Two classes; the odds are those of the second, in sorted order.
    confidence : float, default=0.95
        Share of repeated samples whose interval holds the true odds ratio.

    Returns
    -------
    OddsRatios
        Named tuple of ``ratio``, ``lower`` and ``upper``.

    Raises
    ------
    ValueError
        If the classes are separated: no finite odds ratios are the most likely ones.
    numpy.linalg.LinAlgError
        If one column is a copy or a combination of others.

    References
    ----------
    James, Witten, Hastie, Tibshirani and Taylor, An Introduction to Statistical Learning with
    Applications in Python, section 4.3.

    Examples
    --------
    >>> late = [1, 0, 0, 0, 0, 1, 1, 1, 1, 0]
    >>> odds_ratio_intervals([[0]] * 5 + [[1]] * 5, late).ratio
    array([16.])
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = LogisticRegression(C=np.inf).fit(X, y)
    if model.n_iter_ == model.max_iter:
        raise ValueError("separated classes: the odds ratios grow without bound")
    return _wald_intervals(model, X, confidence)


# --8<-- [start:odds-ratios]
def _wald_intervals(model, X, confidence):
    """Odds ratios and their limits from the curvature at the optimum."""
    p = model.predict_proba(X)[:, 1]
    design = add_intercept(X)
    hessian = (design.T * (p * (1 - p))) @ design
    standard_errors = np.sqrt(np.diag(np.linalg.inv(hessian)))[1:]
    quantile = stats.norm.ppf((1 + confidence) / 2)
    coefficients, margin = model.coef_[0], quantile * standard_errors
    ends = coefficients - margin, coefficients + margin
    return OddsRatios(np.exp(coefficients), *np.exp(ends))


# --8<-- [end:odds-ratios]


FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def _label_axes(axes, x_label, y_label):
    """Write the labels of axes in the figure's one text size."""
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)


def figure_sigmoid():
    """Probability against log-odds, with the odds written under the axis."""
    figure, axes = new_figure(width=6.4, height=4.6)
    log_odds = np.linspace(-5, 5, 201)
    axes.axhline(0.5, color=MUTED, linewidth=1)
    axes.plot(log_odds, sigmoid(log_odds), color=TEAL, linewidth=3)
    dry, rain = -np.log(4), np.log(4)
    axes.annotate(
        "",
        (rain, 0.2),
        xytext=(dry, 0.2),
        arrowprops={"arrowstyle": "-|>", "color": ORANGE, "linewidth": 2.4, "shrinkA": 7},
    )
    axes.plot([rain, rain], [0.2, 0.8], color=ORANGE, linewidth=1.5, linestyle=":")
    axes.plot([dry, rain], [0.2, 0.8], "o", color=ORANGE, markersize=10)
    notes = [
        (dry - 0.25, 0.23, "dry: 1 of 5 late", ORANGE, "right"),
        (rain - 0.3, 0.83, "rain: 4 of 5 late", ORANGE, "right"),
        (rain + 0.15, 0.17, "odds × 16", ORANGE, "left"),
        (4.9, 0.53, "even odds", MUTED, "right"),
    ]
    for x, y, note, color, side in notes:
        axes.text(x, y, note, color=color, ha=side, size=FIGURE_TEXT)
    odds = [1 / 64, 1 / 16, 1 / 4, 1, 4, 16, 64]
    names = ["1:64", "1:16", "1:4", "1:1", "4:1", "16:1", "64:1"]
    ticks = [f"{np.log(o):.1f}\n{name}" for o, name in zip(odds, names, strict=True)]
    axes.set_xticks(np.log(odds), [tick.replace("-", "−") for tick in ticks])
    axes.set(xlim=(-5, 5), ylim=(0, 1.02), yticks=[0, 0.2, 0.5, 0.8, 1])
    _label_axes(axes, "log-odds (below: odds)", "probability")
    return figure


def figure_boundary():
    """Tumours by radius and texture, with lines of equal probability of malignancy."""
    data = load_breast_cancer(as_frame=True)
    features = data.data[["mean radius", "mean texture"]].to_numpy()
    malignant = data.target.to_numpy() == 0
    model = LogisticRegression(C=np.inf).fit(features, malignant)
    figure, axes = new_figure(width=6.4, height=5.6)
    for rows, color, marker in [(~malignant, TEAL, "o"), (malignant, ORANGE, "^")]:
        axes.plot(*features[rows].T, marker, color=color, markersize=4, markerfacecolor="none")
    radius = np.array([6.0, 29.0])
    weight_radius, weight_texture = model.coef_[0]
    for probability, style in [(0.1, "--"), (0.5, "-"), (0.9, "--")]:
        log_odds = np.log(probability / (1 - probability))
        texture = (log_odds - model.intercept_[0] - weight_radius * radius) / weight_texture
        axes.plot(radius, texture, style, color=INK, linewidth=2)
        at = (log_odds - model.intercept_[0] - weight_texture * 40.6) / weight_radius
        axes.text(at, 40.6, f"{probability}", color=INK, ha="center", size=FIGURE_TEXT)
    axes.text(7, 32, "benign", color=TEAL, size=FIGURE_TEXT)
    axes.text(23, 33, "malignant", color=ORANGE, size=FIGURE_TEXT)
    axes.set(xlim=(6, 29), ylim=(8, 40))
    _label_axes(axes, "mean radius", "mean texture")
    return figure


def figure_margins():
    """Three losses as a function of the margin."""
    figure, axes = new_figure(width=6.4, height=4.6)
    margin = np.linspace(-3, 3, 241)
    axes.plot([-3, 0, 0, 3], [1, 1, 0, 0], color=MUTED)
    axes.plot(margin, np.maximum(0, 1 - margin), color=PURPLE, linestyle="--")
    axes.plot(margin, log_losses(margin, 1), color=TEAL, linewidth=3)
    axes.axvline(0, color=MUTED, linewidth=1, linestyle=":")
    axes.text(-2.9, 1.1, "wrong or right", color=MUTED, size=FIGURE_TEXT)
    axes.text(-1.75, 3.2, "hinge", color=PURPLE, size=FIGURE_TEXT)
    axes.text(-2.9, 1.75, "log-loss", color=TEAL, size=FIGURE_TEXT)
    axes.text(0.72, 0.62, "0.69 at even odds", color=TEAL, size=FIGURE_TEXT)
    axes.plot(0, np.log(2), "o", color=TEAL, markersize=8)
    axes.set(xlim=(-3, 3), ylim=(-0.06, 4.1), yticks=[0, 1, 2, 3, 4])
    _label_axes(axes, "margin: log-odds of the true class", "loss of the row")
    return figure
