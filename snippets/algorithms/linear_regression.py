"""Linear regression from scratch: estimator, gradient descent, intervals and diagnostics."""

import warnings
from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.linalg import solve_triangular
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.datasets import load_diabetes
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils.validation import check_is_fitted, check_X_y, validate_data

from snippets.figures import (
    INK,
    MUTED,
    ORANGE,
    PALE_ORANGE,
    PALE_TEAL,
    TEAL,
    new_figure,
)


def add_intercept(X):
    """Put a column of ones in front of the features.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features) or (n_samples,)
        Features; a single feature may come as a flat array.

    Returns
    -------
    ndarray of shape (n_samples, n_features + 1)

    Examples
    --------
    >>> add_intercept([4.0, 7.0])
    array([[1., 4.],
           [1., 7.]])
    """
    X = np.asarray(X, dtype=float)
    return np.column_stack([np.ones(len(X)), X])


class LinearRegression(RegressorMixin, BaseEstimator):
    """Ordinary least squares, solved by the SVD of the centred features.

    Of all coefficient vectors that reach the smallest sum of squared residuals it takes the
    shortest, so duplicate and collinear columns are allowed.

    Parameters
    ----------
    fit_intercept : bool, default=True
        False forces the prediction for a row of zeros to be zero.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        Change of the prediction per unit of each feature, the others held fixed.
    intercept_ : float
        Prediction for a row of zeros.
    rank_ : int
        Number of directions in which the features vary.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    References
    ----------
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 3.2.

    Examples
    --------
    >>> model = LinearRegression().fit([[1.0], [2.0], [3.0]], [2.0, 5.0, 5.0])
    >>> model.predict([[4.0]])
    array([7.])
    """

    # --8<-- [start:estimator]
    def __init__(self, fit_intercept=True):
        self.fit_intercept = fit_intercept

    def fit(self, X, y):
        """Find the coefficients with the smallest sum of squared residuals."""
        X, y = validate_data(self, X, y, y_numeric=True)
        if self.fit_intercept:
            feature_means, target_mean = X.mean(axis=0), y.mean()
        else:
            feature_means, target_mean = np.zeros(X.shape[1]), 0.0
        self.coef_, _, self.rank_, _ = np.linalg.lstsq(
            X - feature_means, y - target_mean, rcond=None
        )
        self.intercept_ = target_mean - feature_means @ self.coef_
        return self

    def predict(self, X):
        """Return intercept plus weighted sum of the features, one number per row."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False)
        return self.intercept_ + X @ self.coef_

    # --8<-- [end:estimator]


class GradientDescentFit(NamedTuple):
    """Where gradient descent stopped, and after how many steps."""

    coef: np.ndarray
    intercept: float
    steps: int


def fit_by_gradient_descent(X, y, learning_rate=0.1, tolerance=1e-8, max_steps=100_000):
    """Fit least squares by full-batch gradient descent on half the mean squared error.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
        Features, preferably standardised.
    y : array-like of shape (n_samples,)
    learning_rate : float, default=0.1
        Length of a step as a multiple of the gradient.
    tolerance : float, default=1e-8
        Stop when no entry of the gradient is larger than this.
    max_steps : int, default=100_000

    Returns
    -------
    GradientDescentFit
        Named tuple of ``coef``, ``intercept`` and ``steps``.

    Raises
    ------
    ValueError
        If the loss grows without bound because the learning rate is too large.

    Warns
    -----
    ConvergenceWarning
        If the gradient is still above the tolerance after the last step.

    Examples
    --------
    >>> fit = fit_by_gradient_descent([[-1.0], [0.0], [1.0]], [2.0, 5.0, 5.0])
    >>> print(fit.coef.round(6), round(fit.intercept, 6))
    [1.5] 4.0
    """
    X, y = check_X_y(X, y, dtype=float, y_numeric=True)
    fit = walk_downhill(X, y, learning_rate, tolerance, max_steps)
    if fit.steps == max_steps:
        warnings.warn("stopped before the gradient was flat", ConvergenceWarning, stacklevel=2)
    return fit


# --8<-- [start:gradient-descent]
def walk_downhill(X, y, learning_rate, tolerance, max_steps):
    """Follow the negative gradient from zero until it is flat."""
    coef, intercept = np.zeros(X.shape[1]), 0.0
    for step in range(max_steps):
        errors = intercept + X @ coef - y
        coef_gradient = X.T @ errors / len(y)
        intercept_gradient = errors.mean()
        steepest = max(np.abs(coef_gradient).max(), abs(intercept_gradient))
        if steepest <= tolerance:
            return GradientDescentFit(coef, intercept, step)
        if not steepest < 1e100:
            raise ValueError(f"diverged: learning_rate={learning_rate} is too large")
        coef -= learning_rate * coef_gradient
        intercept -= learning_rate * intercept_gradient
    return GradientDescentFit(coef, intercept, max_steps)


# --8<-- [end:gradient-descent]


class CoefficientIntervals(NamedTuple):
    """Result of :func:`coefficient_intervals`; entry 0 belongs to the intercept."""

    estimate: np.ndarray
    standard_error: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


def coefficient_intervals(X, y, confidence=0.95):
    """Classical confidence intervals of a least-squares fit with an intercept.

    They assume independent errors of constant spread; normal errors matter for few rows only.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features) or (n_samples,)
    y : array-like of shape (n_samples,)
    confidence : float, default=0.95
        Share of repeated samples whose interval holds the true coefficient.

    Returns
    -------
    CoefficientIntervals
        Named tuple of ``estimate``, ``standard_error``, ``lower`` and ``upper``.

    Raises
    ------
    ValueError
        If there are no more rows than coefficients, or if columns are collinear.

    References
    ----------
    James, Witten, Hastie, Tibshirani and Taylor, An Introduction to Statistical Learning with
    Applications in Python, section 3.1.2.

    Examples
    --------
    >>> intervals = coefficient_intervals([1.0, 2.0, 3.0], [2.0, 5.0, 5.0])
    >>> intervals.standard_error.round(3)
    array([1.871, 0.866])
    """
    design = add_intercept(X)
    n_samples, n_coefficients = design.shape
    if n_samples <= n_coefficients:
        raise ValueError(f"{n_coefficients} coefficients need more than {n_samples} rows")
    q, r = np.linalg.qr(design)
    diagonal = np.abs(np.diag(r))
    if diagonal.min() <= 1e-12 * diagonal.max():
        raise ValueError("collinear columns: the coefficients are not determined")
    estimate = solve_triangular(r, q.T @ y)
    residuals = y - design @ estimate
    noise_variance = residuals @ residuals / (n_samples - n_coefficients)
    r_inverse = solve_triangular(r, np.eye(n_coefficients))
    standard_error = np.sqrt(noise_variance * (r_inverse**2).sum(axis=1))
    quantile = stats.t.ppf((1 + confidence) / 2, n_samples - n_coefficients)
    margin = quantile * standard_error
    return CoefficientIntervals(estimate, standard_error, estimate - margin, estimate + margin)


# --8<-- [start:vif]
def variance_inflation_factors(X):
    """How many times collinearity multiplies the variance of each coefficient.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features), without a column of ones

    Returns
    -------
    ndarray of shape (n_features,)
        1 for a column unrelated to the others, inf for one that they determine.

    Examples
    --------
    >>> variance_inflation_factors([[1, 2], [2, 5], [3, 5]]).round(2)
    array([4., 4.])
    """
    X = np.asarray(X, dtype=float)
    factors = []
    for column in range(X.shape[1]):
        others, this = np.delete(X, column, axis=1), X[:, column]
        unexplained = 1 - LinearRegression().fit(others, this).score(others, this)
        factors.append(1 / unexplained if unexplained > 1e-12 else np.inf)
    return np.array(factors)


# --8<-- [end:vif]


# --8<-- [start:leverages]
def leverages(X, X_new=None):
    """Pull of rows on a least-squares line, from their place among the features alone.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features) or (n_samples,)
        Rows of the fit; collinear columns are allowed.
    X_new : array-like, optional
        Rows to rate against those of the fit; by default the rows of ``X`` themselves.

    Returns
    -------
    ndarray of shape (n_rows,)

    Examples
    --------
    >>> leverages([1.0, 2.0, 3.0]).round(3)
    array([0.833, 0.333, 0.833])
    """
    design = add_intercept(X)
    rows = design if X_new is None else add_intercept(X_new)
    return ((rows @ np.linalg.pinv(design)) ** 2).sum(axis=1)


# --8<-- [end:leverages]


def bootstrap_coefficients(X, y, repeats=200, seed=0):
    """Refit least squares on rows drawn with replacement.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    y : array-like of shape (n_samples,)
    repeats : int, default=200
    seed : int, default=0

    Returns
    -------
    ndarray of shape (repeats, n_features)
        The coefficients of one refit per row.

    Examples
    --------
    >>> bootstrap_coefficients([[1.0], [2.0], [3.0]], [3.0, 5.0, 7.0], repeats=2, seed=1)
    array([[2.],
           [2.]])
    """
    X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
    rng = np.random.default_rng(seed)
    samples = (rng.integers(len(y), size=len(y)) for _ in range(repeats))
    return np.array([LinearRegression().fit(X[rows], y[rows]).coef_ for rows in samples])


VIOLATIONS = ("curve", "growing spread", "dependent noise", "outliers")


def violated_line(violation, rng, size=100):
    """Draw data around the line 2 + 1.5 x and break one assumption of least squares.

    The spread of the noise is 2 on average over x, except for the outliers.

    Parameters
    ----------
    violation : str
        ``"none"`` or one of ``VIOLATIONS``. ``"curve"`` adds 0.2 (x - 5)² to the mean; with
        ``"growing spread"`` the noise is proportional to x; with ``"dependent noise"`` each error
        is 0.9 of the one before plus something new; ``"outliers"`` adds 25 to the last 3 %
        of y.
    rng : numpy.random.Generator
    size : int, default=100

    Returns
    -------
    x : ndarray of shape (size,)
        Evenly spaced from 0 to 10.
    y : ndarray of shape (size,)
    mean : ndarray of shape (size,)
        The true mean of y at each x.

    Examples
    --------
    >>> x, y, mean = violated_line("curve", np.random.default_rng(0), size=3)
    >>> mean
    array([ 7. ,  9.5, 22. ])
    """
    if violation not in ("none", *VIOLATIONS):
        raise ValueError(f"unknown violation {violation!r}, expected one of {VIOLATIONS}")
    x = np.linspace(0, 10, size)
    mean = 2 + 1.5 * x
    noise = rng.normal(0, 2, size)
    if violation == "curve":
        mean = mean + 0.2 * (x - 5) ** 2
    elif violation == "growing spread":
        noise = noise * x / 5
    elif violation == "dependent noise":
        for row in range(1, size):
            noise[row] = 0.9 * noise[row - 1] + np.sqrt(1 - 0.9**2) * noise[row]
    elif violation == "outliers":
        noise[size - size * 3 // 100 :] += 25
    return x, mean + noise, mean


FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def _label_axes(axes, title="", x_label="", y_label=""):
    """Write the title and the labels of axes in the figure's one text size."""
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)


def figure_three_views():
    """One fit seen among the data, among the coefficients, and among the observations."""
    figure, (data, bowl, space) = new_figure(
        rows=3, width=6.4, height=11, gridspec_kw={"height_ratios": [1, 1.1, 0.72]}
    )
    parcels, minutes = np.array([1.0, 2.0, 3.0]), np.array([2.0, 5.0, 5.0])
    _draw_data_view(data, parcels, minutes)
    _draw_loss_bowl(bowl, parcels, minutes)
    _draw_projection(space, minutes)
    return figure


def _draw_data_view(axes, parcels, minutes):
    fitted = 1 + 1.5 * parcels
    axes.plot([0.5, 3.5], [1.75, 6.25], color=TEAL)
    for x, y, estimate, label in zip(parcels, minutes, fitted, ["−0.5", "+1", "−0.5"], strict=True):
        axes.plot([x, x], [y, estimate], color=ORANGE, linewidth=4)
        axes.text(x + 0.07, (y + estimate) / 2, label, color=ORANGE, va="center", size=FIGURE_TEXT)
    axes.plot(parcels, minutes, "o", color=INK, markersize=9)
    axes.text(2.1, 3.3, "1 + 1.5 × parcels", color=TEAL, size=FIGURE_TEXT)
    axes.set(xlim=(0.4, 3.6), ylim=(0, 7), xticks=[1, 2, 3])
    _label_axes(axes, "1. The data: short vertical gaps", "parcels", "minutes")


def _draw_loss_bowl(axes, parcels, minutes):
    intercepts, slopes = np.meshgrid(np.linspace(-4, 6, 121), np.linspace(-0.6, 3.6, 121))
    errors = intercepts[..., None] + slopes[..., None] * parcels - minutes
    loss = (errors**2).mean(axis=-1) / 2
    contours = axes.contour(
        intercepts, slopes, loss, levels=[0.5, 1, 2, 4, 8], colors=TEAL, linewidths=1.6
    )
    axes.clabel(
        contours,
        fmt=lambda level: f"{level:g}",
        fontsize=FIGURE_TEXT - 1,
        manual=[(-2.2, 2.9), (-3.2, 3.3), (2.3, 2.2), (3.1, 2.5)],
    )
    axes.plot(1, 1.5, "o", color=ORANGE, markersize=10)
    axes.annotate(
        "least: 0.25\nat (1, 1.5)",
        (1, 1.5),
        xytext=(-3.7, -0.35),
        color=ORANGE,
        size=FIGURE_TEXT,
        arrowprops={"arrowstyle": "-", "color": ORANGE, "shrinkB": 6},
    )
    axes.set(xticks=[-4, -2, 0, 2, 4, 6], yticks=[0, 1, 2, 3])
    _label_axes(axes, "2. The coefficients: bottom of a bowl", "intercept", "slope")


def _draw_projection(axes, minutes):
    # Directions of the ones, of the centred parcels, and of what neither can reach.
    directions = np.array([[1, 1, 1], [-1, 0, 1], [-1, 2, -1]]) / np.sqrt([[3], [2], [6]])
    turn, tilt = np.radians([-16, 32])
    camera = np.array(
        [
            [np.cos(turn), np.sin(turn) * np.sin(tilt)],
            [-np.sin(turn), np.cos(turn) * np.sin(tilt)],
            [0, np.cos(tilt)],
        ]
    )

    def on_paper(along_ones, along_parcels, away=0.0):
        return np.array([along_ones, along_parcels, away]) @ camera

    def arrow(start, end, color, style="-|>", line="-", width=2.4):
        axes.annotate(
            "",
            end,
            xytext=start,
            arrowprops={
                "arrowstyle": style,
                "color": color,
                "linewidth": width,
                "linestyle": line,
                "shrinkA": 0,
                "shrinkB": 0,
                "mutation_scale": 16,
            },
        )

    plane = [on_paper(*corner) for corner in [(-0.7, -1.0), (8.4, -1.0), (8.4, 3.2), (-0.7, 3.2)]]
    axes.fill(*np.transpose(plane), color=PALE_TEAL, linewidth=0)
    reach_ones, reach_parcels, reach_away = directions @ minutes
    origin, fit = on_paper(0, 0), on_paper(reach_ones, reach_parcels)
    observed = on_paper(reach_ones, reach_parcels, reach_away)
    foot = on_paper(reach_ones, 0)
    arrow(origin, foot, MUTED)
    arrow(foot, fit, MUTED)
    arrow(origin, fit, TEAL, width=3)
    arrow(origin, observed, INK, width=3)
    arrow(fit, observed, ORANGE, width=3)
    back = (origin - fit) / np.linalg.norm(origin - fit) * 0.32
    up = np.array([0, 0.3])
    axes.plot(*np.transpose([fit + back, fit + back + up, fit + up]), color=ORANGE, linewidth=1.5)
    notes = [
        ("minutes", observed, (-0.1, 0.18), INK, "right"),
        ("residuals", (fit + observed) / 2, (0.15, 0.1), ORANGE, "left"),
        ("fit", fit, (0.15, -0.35), TEAL, "left"),
        ("4 × ones", foot * 0.55, (-0.2, -0.55), INK, "center"),
        ("1.5 × (parcels − 2)", foot, (0.15, -0.25), INK, "left"),
    ]
    for note, place, offset, color, side in notes:
        axes.text(*np.add(place, offset), note, color=color, ha=side, size=FIGURE_TEXT)
    axes.set(aspect="equal", xlim=(-1.1, 9.9))
    axes.axis("off")
    _label_axes(axes, "3. The observations: a right angle")


def figure_bootstrap_coefficients():
    """Bootstrap distributions of four standardised diabetes coefficients."""
    features, target = load_diabetes(return_X_y=True, as_frame=True, scaled=False)
    factors = dict(zip(features, variance_inflation_factors(features), strict=True))
    standardised = (features - features.mean()) / features.std(ddof=0)
    draws = bootstrap_coefficients(standardised, target, repeats=200)
    names = {"bmi": "bmi", "bp": "blood pressure", "s2": "s2, LDL", "s1": "s1, cholesterol"}
    figure, rows = new_figure(rows=4, width=6.4, height=7.2, sharex=True, sharey=True)
    for axes, (column, label) in zip(rows, names.items(), strict=True):
        isolated = factors[column] < 5
        axes.hist(
            draws[:, list(features).index(column)],
            bins=np.arange(-110, 81, 5),
            color=PALE_TEAL if isolated else PALE_ORANGE,
            edgecolor=TEAL if isolated else ORANGE,
            linewidth=1,
        )
        axes.axvline(0, color=MUTED, linewidth=1.5)
        axes.text(
            0.02,
            0.9,
            f"{label}\nVIF {factors[column]:.1f}",
            transform=axes.transAxes,
            va="top",
            size=FIGURE_TEXT,
            color=TEAL if isolated else ORANGE,
        )
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        _label_axes(axes)
    _label_axes(rows[-1], x_label="coefficient per standard deviation, 200 refits")
    return figure


def figure_residual_patterns():
    """Residuals against fitted values for four broken assumptions."""
    figure, grid = new_figure(rows=2, columns=2, width=6.4, height=6.4, sharex=True)
    for axes, violation in zip(grid.flat, VIOLATIONS, strict=True):
        x, y, _ = violated_line(violation, np.random.default_rng(3))
        fitted = LinearRegression().fit(x[:, None], y).predict(x[:, None])
        residuals = y - fitted
        axes.axhline(0, color=MUTED, linewidth=1.2)
        large = residuals > 12
        axes.plot(fitted[~large], residuals[~large], "o", color=TEAL, markersize=4)
        axes.plot(fitted[large], residuals[large], "o", color=ORANGE, markersize=6)
        axes.locator_params(axis="y", nbins=5, integer=True)
        _label_axes(
            axes,
            violation.capitalize(),
            "fitted" if axes in grid[1] else "",
            "residual" if axes in grid[:, 0] else "",
        )
    return figure
