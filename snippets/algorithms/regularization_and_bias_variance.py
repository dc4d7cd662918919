"""Ridge and lasso from scratch, and the parts of a prediction error: bias, variance, noise."""

import warnings
from typing import NamedTuple

import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin, clone
from sklearn.datasets import load_diabetes
from sklearn.exceptions import ConvergenceWarning
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.utils.validation import check_is_fitted, validate_data

from snippets.figures import (
    INK,
    MUTED,
    ORANGE,
    PALE_TEAL,
    TEAL,
    new_figure,
)

NOISE = 0.25  # standard deviation around the sine


def _check_alpha(alpha):
    if not alpha >= 0:
        raise ValueError(f"alpha must be 0 or more, got {alpha!r}")


class Ridge(RegressorMixin, BaseEstimator):
    """Least squares with a penalty on the squared length of the coefficients.

    Minimises ``sum((y - X @ coef - intercept)**2) + alpha * sum(coef**2)``, scikit-learn's
    objective. The intercept is not penalised.

    Parameters
    ----------
    alpha : float, default=1.0
        Strength of the penalty, in squared units of the features; 0 gives least squares.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        Change of the prediction per unit of each feature.
    intercept_ : float
        Prediction for a row of zeros.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        In ``fit``, if ``alpha`` is negative.

    References
    ----------
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 3.4.1.

    Examples
    --------
    >>> model = Ridge(alpha=1.0).fit([[1.0], [2.0], [3.0]], [2.0, 5.0, 5.0])
    >>> print(model.coef_.round(3), round(model.intercept_, 3))
    [1.] 2.0
    """

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    # --8<-- [start:ridge]
    def fit(self, X, y):
        """Solve least squares with one invented row for each coefficient."""
        _check_alpha(self.alpha)
        X, y = validate_data(self, X, y, y_numeric=True)
        feature_means, target_mean = X.mean(axis=0), y.mean()
        n_features = X.shape[1]
        invented = np.sqrt(self.alpha) * np.eye(n_features)
        self.coef_ = np.linalg.lstsq(
            np.vstack([X - feature_means, invented]),
            np.concatenate([y - target_mean, np.zeros(n_features)]),
            rcond=None,
        )[0]
        self.intercept_ = target_mean - feature_means @ self.coef_
        return self

    # --8<-- [end:ridge]

    def predict(self, X):
        """Return intercept plus weighted sum of the features, one number per row."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        return self.intercept_ + X @ self.coef_


# --8<-- [start:soft-threshold]
def soft_threshold(value, limit):
    """Move numbers towards zero by a limit; what is nearer becomes zero.

    Parameters
    ----------
    value : float or ndarray
    limit : float
        Zero or more, in the unit of ``value``.

    Returns
    -------
    float or ndarray, of the shape of ``value``

    Examples
    --------
    >>> soft_threshold(np.array([-3.0, 0.5, 2.0]), 1.0)
    array([-2.,  0.,  1.])
    """
    return np.sign(value) * np.maximum(np.abs(value) - limit, 0.0)


# --8<-- [end:soft-threshold]


class Lasso(RegressorMixin, BaseEstimator):
    """Least squares with a penalty on the absolute values of the coefficients.

    Minimises ``sum((y - X @ coef - intercept)**2) / (2 * n_samples) + alpha * sum(abs(coef))``,
    scikit-learn's objective, by cyclic coordinate descent. The intercept is not penalised.

    Parameters
    ----------
    alpha : float, default=1.0
        Strength of the penalty, in units of target times feature; 0 gives least squares.
    tol : float, default=1e-10
        Stop when in one sweep no coefficient moves by more than this share of the largest.
    max_iter : int, default=10_000
        Largest number of sweeps over the coefficients.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        Change of the prediction per unit of each feature; some are exactly zero.
    intercept_ : float
        Prediction for a row of zeros.
    n_iter_ : int
        Sweeps taken.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        In ``fit``, if ``alpha`` is negative.

    Warns
    -----
    ConvergenceWarning
        If coefficients still move after ``max_iter`` sweeps.

    References
    ----------
    Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models via
    Coordinate Descent, section 2.

    Examples
    --------
    >>> parcels, minutes = [[1.0], [2.0], [3.0]], [2.0, 5.0, 5.0]
    >>> print(Lasso(alpha=0.5).fit(parcels, minutes).coef_)
    [0.75]
    >>> print(Lasso(alpha=1.0).fit(parcels, minutes).coef_)
    [0.]
    """

    def __init__(self, alpha=1.0, tol=1e-10, max_iter=10_000):
        self.alpha = alpha
        self.tol = tol
        self.max_iter = max_iter

    def fit(self, X, y):
        """Repair one coefficient at a time until none moves."""
        _check_alpha(self.alpha)
        X, y = validate_data(self, X, y, y_numeric=True)
        X = X.astype(float)
        feature_means, target_mean = X.mean(axis=0), y.mean()
        self.coef_, self.n_iter_ = descend_by_coordinate(
            X - feature_means, y - target_mean, self.alpha, self.tol, self.max_iter
        )
        self.intercept_ = target_mean - feature_means @ self.coef_
        return self

    def predict(self, X):
        """Return intercept plus weighted sum of the features, one number per row."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        return self.intercept_ + X @ self.coef_


# --8<-- [start:coordinate-descent]
def descend_by_coordinate(X, y, alpha, tol, max_iter):
    """Minimise the lasso objective for centred X and y."""
    n_samples, n_features = X.shape
    coef, residual = np.zeros(n_features), y.copy()
    scale = (X**2).sum(axis=0) / n_samples
    for sweep in range(1, max_iter + 1):
        largest_move = 0.0
        for j in np.flatnonzero(scale):  # skips constant columns
            old = coef[j]
            alone = X[:, j] @ residual / n_samples + scale[j] * old
            coef[j] = soft_threshold(alone, alpha) / scale[j]
            if coef[j] != old:
                residual -= X[:, j] * (coef[j] - old)
                largest_move = max(largest_move, abs(coef[j] - old))
        if largest_move <= tol * np.abs(coef).max():
            return coef, sweep
    message = f"still moving after {max_iter} sweeps"
    warnings.warn(message, ConvergenceWarning, stacklevel=3)
    return coef, max_iter


# --8<-- [end:coordinate-descent]


def true_curve(x):
    """One wave of a sine over the unit interval.

    Parameters
    ----------
    x : float or ndarray

    Returns
    -------
    float or ndarray, of the shape of ``x``

    Examples
    --------
    >>> true_curve(np.array([0.0, 0.25, 0.75])).round(3)
    array([ 0.,  1., -1.])
    """
    return np.sin(2 * np.pi * x)


def noisy_sine(size, rng):
    """Draw points around one wave of a sine.

    Parameters
    ----------
    size : int
    rng : numpy.random.Generator

    Returns
    -------
    X : ndarray of shape (size, 1)
        Uniform from 0 to 1.
    y : ndarray of shape (size,)
        The curve plus Gaussian noise of standard deviation ``NOISE``.

    Examples
    --------
    >>> X, y = noisy_sine(25, np.random.default_rng(0))
    >>> print(X.shape, y.shape)
    (25, 1) (25,)
    """
    x = rng.uniform(0, 1, size)
    return x[:, None], true_curve(x) + rng.normal(0, NOISE, size)


def polynomial(degree, alpha=0.0):
    """Make a polynomial regression of one feature: powers, standardised, then ridge.

    Parameters
    ----------
    degree : int
        Highest power.
    alpha : float, default=0.0
        Penalty on the standardised powers; 0 is least squares.

    Returns
    -------
    sklearn.pipeline.Pipeline

    Examples
    --------
    >>> model = polynomial(2).fit([[0.0], [1.0], [2.0], [3.0]], [0.0, 1.0, 4.0, 9.0])
    >>> model.predict([[4.0]]).round(6)
    array([16.])
    """
    powers = PolynomialFeatures(degree, include_bias=False)
    return make_pipeline(powers, StandardScaler(), Ridge(alpha))


class ErrorParts(NamedTuple):
    """Squared bias and variance, averaged over the new rows; noise comes on top."""

    bias2: float
    variance: float


# --8<-- [start:resample]
def resampled_predictions(model, draw, X_new, repeats=300, seed=0):
    """Fit on many fresh samples; predict the same new rows each time.

    Parameters
    ----------
    model : scikit-learn estimator
    draw : callable
        ``draw(rng)`` returns a fresh training sample X, y.
    X_new : array-like of shape (n_new, n_features)
    repeats, seed : int

    Returns
    -------
    ndarray of shape (repeats, n_new)
    """
    rng = np.random.default_rng(seed)
    predictions = []
    for _ in range(repeats):
        X, y = draw(rng)
        predictions.append(clone(model).fit(X, y).predict(X_new))
    return np.array(predictions)


# --8<-- [end:resample]


# --8<-- [start:decompose]
def decompose(predictions, truth):
    """Split the mean squared distance from the truth in two.

    Parameters
    ----------
    predictions : ndarray of shape (repeats, n_new)
    truth : ndarray of shape (n_new,)

    Returns
    -------
    ErrorParts

    Examples
    --------
    >>> parts = decompose(np.array([[4.0], [8.0]]), np.array([5.0]))
    >>> print(parts.bias2, parts.variance)
    1.0 4.0
    """
    average = predictions.mean(axis=0)
    return ErrorParts(
        bias2=np.mean((average - truth) ** 2),
        variance=np.mean(predictions.var(axis=0)),
    )


# --8<-- [end:decompose]


FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def _label_axes(axes, title="", x_label="", y_label=""):
    """Write the title and the labels of axes in the figure's one text size."""
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)


def figure_resampled_fits():
    """Fits of three degrees to the same 30 samples."""
    figure, panels = new_figure(rows=3, width=6.4, height=9.6, sharex=True, sharey=True)
    x = np.linspace(0.02, 0.98, 150)
    titles = {
        1: "Degree 1: all close together, all wrong",
        3: "Degree 3: close together, near the truth",
        9: "Degree 9: right on average, some far off",
    }
    for axes, (degree, title) in zip(panels, titles.items(), strict=True):
        fits = resampled_predictions(
            polynomial(degree), lambda rng: noisy_sine(30, rng), x[:, None], repeats=30, seed=3
        )
        for fit in fits:
            axes.plot(x, fit, color=ORANGE, linewidth=0.8, alpha=0.6)
        axes.plot(x, true_curve(x), color=TEAL, linewidth=3.5)
        axes.plot(x, np.median(fits, axis=0), color=INK, linewidth=2, linestyle=(0, (4, 2)))
        axes.set(ylim=(-2, 2), yticks=[-1, 0, 1], xlim=(0, 1))
        _label_axes(axes, title)
    panels[0].text(0.3, 1.2, "truth", color=TEAL, size=FIGURE_TEXT)
    panels[0].text(0.63, 0.75, "30 fits", color=ORANGE, size=FIGURE_TEXT)
    panels[0].text(0.02, -1.2, "dashed: middle fit", color=INK, size=FIGURE_TEXT)
    _label_axes(panels[-1], titles[9], "x")
    return figure


def figure_learning_curves():
    """Training and held-out error against the number of rows, for two degrees."""
    figure, panels = new_figure(rows=2, width=6.4, height=7, sharex=True, sharey=True)
    sizes = [20, 40, 80, 160, 320, 640]
    x_new = np.linspace(0, 1, 200)[:, None]
    titles = ["Degree 1: more rows do not help", "Degree 9: more rows close the gap"]
    for axes, degree, title in zip(panels, [1, 9], titles, strict=True):
        rng = np.random.default_rng(0)
        train, held_out = np.array(
            [
                np.median([_two_errors(degree, size, x_new, rng) for _ in range(30)], axis=0)
                for size in sizes
            ]
        ).T
        axes.axhline(NOISE**2, color=MUTED, linewidth=1.5, linestyle=(0, (4, 3)))
        axes.plot(sizes, held_out, "o-", color=ORANGE)
        axes.plot(sizes, train, "o-", color=TEAL)
        axes.set(xscale="log", ylim=(0, 0.4), xticks=sizes)
        axes.set_xticks([], minor=True)
        axes.set_xticklabels(sizes)
        _label_axes(axes, title, "", "mean squared error")
    panels[0].text(640, 0.075, "noise 0.0625", color=MUTED, ha="right", size=FIGURE_TEXT)
    panels[0].text(22, 0.3, "held out", color=ORANGE, size=FIGURE_TEXT)
    panels[0].text(22, 0.17, "training", color=TEAL, size=FIGURE_TEXT)
    panels[1].text(44, 0.13, "held out", color=ORANGE, size=FIGURE_TEXT)
    panels[1].text(40, 0.012, "training", color=TEAL, size=FIGURE_TEXT)
    _label_axes(panels[1], titles[1], "training rows", "mean squared error")
    return figure


def _two_errors(degree, size, x_new, rng):
    X, y = noisy_sine(size, rng)
    model = polynomial(degree).fit(X, y)
    train = np.mean((model.predict(X) - y) ** 2)
    return train, np.mean((model.predict(x_new) - true_curve(x_new[:, 0])) ** 2) + NOISE**2


def figure_penalty_shapes():
    """Contours of a loss that touch the circle of ridge and the diamond of lasso."""
    figure, panels = new_figure(columns=2, width=6.4, height=4.6, sharex=True, sharey=True)
    gram, least_squares = np.array([[1.0, 0.5], [0.5, 1.0]]), np.array([0.9, 2.1])
    first, second = np.meshgrid(np.linspace(-1.3, 2.6, 200), np.linspace(-1.3, 3.4, 200))
    steps = np.stack([first, second], axis=-1) - least_squares
    loss = np.einsum("...i,ij,...j->...", steps, gram, steps)
    angle = np.linspace(0, 2 * np.pi, 721)
    circle = np.array([np.cos(angle), np.sin(angle)])
    shapes = {
        "Ridge: a circle": circle,
        "Lasso: a diamond": circle / np.abs(circle).sum(axis=0),
    }
    for axes, (title, shape) in zip(panels, shapes.items(), strict=True):
        gaps = shape - least_squares[:, None]
        touching = np.einsum("ik,ij,jk->k", gaps, gram, gaps)
        best = shape[:, touching.argmin()]
        levels = touching.min() * np.array([0.4, 1.0])
        axes.axhline(0, color=MUTED, linewidth=1)
        axes.axvline(0, color=MUTED, linewidth=1)
        axes.fill(*shape, color=PALE_TEAL, linewidth=0)
        axes.plot(*shape, color=TEAL)
        axes.contour(first, second, loss, levels=levels, colors=ORANGE, linewidths=1.6)
        axes.plot(*least_squares, "o", color=ORANGE, markersize=7)
        axes.plot(*best, "o", color=INK, markersize=9)
        axes.text(
            1.05, -1.1, f"touches at\n({best[0]:.1f}, {best[1]:.1f})", color=INK, size=FIGURE_TEXT
        )
        axes.set(aspect="equal", xticks=[-1, 0, 1, 2], yticks=[-1, 0, 1, 2, 3])
        _label_axes(axes, title, "w₁", "w₂" if axes is panels[0] else "")
        axes.text(0.9, 2.3, "least\nsquares", color=ORANGE, size=FIGURE_TEXT - 1, ha="center")
    return figure


def figure_paths():
    """Coefficients of ridge and lasso on the diabetes data against the penalty."""
    features, target = load_diabetes(return_X_y=True, as_frame=True)
    standardised = StandardScaler().fit_transform(features)
    figure, panels = new_figure(rows=2, width=6.4, height=9)
    paths = {
        "Ridge: all shrink, none is zero": (Ridge, np.logspace(-1, 4.5, 56)),
        "Lasso: one after the other becomes zero": (Lasso, np.logspace(-1.5, 1.7, 65)),
    }
    colours = {"bmi": TEAL, "s5": TEAL, "s1": ORANGE, "s2": ORANGE, "s3": ORANGE}
    apart = {"bmi": 1.2, "s2": -1.2}  # moves two labels that would touch
    for axes, (title, (kind, alphas)) in zip(panels, paths.items(), strict=True):
        path = np.array([kind(alpha).fit(standardised, target).coef_ for alpha in alphas])
        axes.axhline(0, color=MUTED, linewidth=1)
        for name, coefficients in zip(features, path.T, strict=True):
            axes.plot(
                alphas,
                coefficients,
                color=colours.get(name, MUTED),
                linewidth=2.4 if name in colours else 1.2,
            )
            if name in colours:
                axes.text(
                    alphas[0] * 0.85,
                    coefficients[0] + apart.get(name, 0),
                    name,
                    color=colours[name],
                    ha="right",
                    va="center",
                    size=FIGURE_TEXT,
                )
        axes.set(xscale="log", xlim=(alphas[0] * 0.3, alphas[-1]))
        _label_axes(axes, title, "alpha", "coefficient")
    return figure
