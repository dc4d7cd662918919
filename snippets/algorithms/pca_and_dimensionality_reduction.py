"""Principal component analysis from scratch, and the figures of its chapter."""

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.patches import Ellipse
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE
from sklearn.utils.validation import check_array, check_is_fitted, validate_data

from snippets.figures import INK, MUTED, ORANGE, PALE_TEAL, PURPLE, TEAL, new_figure

FLOATS = [np.float64, np.float32]  # kept as they come; anything else becomes float64
MARKS = np.array([[2.0, 4.0], [7.0, 14.0], [10.0, 10.0], [13.0, 6.0], [18.0, 16.0]])


def _check_n_components(n_components, shape):
    """Return how many components to keep, or say why there cannot be so many."""
    most = min(shape)
    if n_components is None:
        return most
    if isinstance(n_components, bool) or not isinstance(n_components, (int, np.integer)):
        raise ValueError(f"n_components={n_components!r} must be an integer or None")
    if not 1 <= n_components <= most:
        raise ValueError(
            f"n_components={n_components!r} must be between 1 and {most}, "
            f"the smaller number of {shape[0]} rows and {shape[1]} columns"
        )
    return int(n_components)


class PCA(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Principal component analysis by the SVD of the centred data.

    Columns are centred but not scaled. A component and its opposite describe the same line; here
    the entry that is largest in size is positive.

    Parameters
    ----------
    n_components : int, optional
        How many components to keep; by default all, ``min(n_samples, n_features)``.

    Attributes
    ----------
    mean_ : ndarray of shape (n_features,)
        Column means of the rows of the fit; subtracted from every later row.
    components_ : ndarray of shape (n_components, n_features)
        One direction of length 1 in each row, those of larger variance first.
    explained_variance_ : ndarray of shape (n_components,)
        Variance of the scores, with divisor ``n_samples - 1``.
    explained_variance_ratio_ : ndarray of shape (n_components,)
        The same as shares of the total variance; NaN if nothing varies.
    n_components_ : int
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        If there are fewer rows or columns than components.

    References
    ----------
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, section 14.5.1.

    Examples
    --------
    >>> pca = PCA(n_components=1).fit([[2, 4], [7, 14], [10, 10], [13, 6], [18, 16]])
    >>> pca.components_.round(3), pca.explained_variance_.round(3)
    (array([[0.8, 0.6]]), array([50.]))
    >>> pca.inverse_transform(pca.transform([[7, 14]])).round(3)
    array([[10., 10.]])
    """

    # --8<-- [start:fit]
    def __init__(self, n_components=None):
        self.n_components = n_components

    def fit(self, X, y=None):
        """Find the directions in which the rows vary most."""
        X = validate_data(self, X, dtype=FLOATS, ensure_min_samples=2)
        k = _check_n_components(self.n_components, X.shape)
        self.mean_ = X.mean(axis=0)
        centred = X - self.mean_
        _, stretches, directions = np.linalg.svd(centred, full_matrices=False)
        largest = np.abs(directions).argmax(axis=1)
        rows = np.arange(len(directions))
        directions *= np.sign(directions[rows, largest])[:, None]
        variances = stretches**2 / (len(X) - 1)
        total = variances.sum() or np.nan
        self.components_ = directions[:k]
        self.explained_variance_ = variances[:k]
        self.explained_variance_ratio_ = variances[:k] / total
        self.n_components_ = k
        return self

    # --8<-- [end:fit]

    # --8<-- [start:transform]
    def transform(self, X):
        """Return the scores: one row per row of X, a column per component."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=FLOATS, reset=False)
        return (X - self.mean_) @ self.components_.T

    def inverse_transform(self, Z):
        """Return the point of the original space that each row of scores names."""
        check_is_fitted(self)
        return check_array(Z, dtype=FLOATS) @ self.components_ + self.mean_

    # --8<-- [end:transform]

    @property
    def _n_features_out(self):
        return self.n_components_

    def __sklearn_tags__(self):
        """Tell scikit-learn's checks that float32 stays float32."""
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def three_clusters(rows=40, seed=0):
    """Draw three groups: two tight and near each other, one wide and far.

    Parameters
    ----------
    rows : int, default=40
        Rows in each group.
    seed : int, default=0

    Returns
    -------
    X : ndarray of shape (3 * rows, 2)
        Group A around (0, 0), B around (12, 0), C around (60, 0).
    groups : ndarray of shape (3 * rows,)
        0, 1 or 2.

    Examples
    --------
    >>> X, groups = three_clusters()
    >>> X[groups == 2].mean(axis=0).round(), X[groups == 2].std(axis=0).round()
    (array([59.,  0.]), array([5., 6.]))
    """
    rng = np.random.default_rng(seed)
    spread = np.repeat([1, 1, 5], rows)[:, None]
    centre = np.repeat([[0, 0], [12, 0], [60, 0]], rows, axis=0)
    return centre + spread * rng.normal(size=(3 * rows, 2)), np.repeat([0, 1, 2], rows)


# --8<-- [start:tsne-map]
def tsne_map(X, perplexity):
    """Lay out two-dimensional rows by t-SNE, beginning at the rows themselves.

    A short, slow descent in double precision: it ends at the same map on every machine.

    Parameters
    ----------
    X : ndarray of shape (n_samples, 2)
    perplexity : float
        About how many neighbours each row tries to keep; smaller than the number of rows.

    Returns
    -------
    ndarray of shape (n_samples, 2)
    """
    start = (X - X.mean(axis=0)) / X[:, 0].std()
    model = TSNE(
        perplexity=perplexity,
        init=start,
        method="exact",
        early_exaggeration=1,
        learning_rate=10,
        max_iter=500,
    )
    return model.fit_transform(X)


# --8<-- [end:tsne-map]


FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def figure_shadows():
    """Five rows with their principal axes, and the variance of the shadow for every direction."""
    figure, (cloud, curve) = new_figure(
        rows=2, width=6.4, height=10.4, gridspec_kw={"height_ratios": [1.35, 1]}
    )
    _draw_cloud(cloud)
    _draw_variance_by_angle(curve)
    return figure


def _draw_cloud(axes):
    pca = PCA().fit(MARKS)
    first, second = pca.components_
    centre, spreads = pca.mean_, np.sqrt(pca.explained_variance_)
    angle = np.degrees(np.arctan2(first[1], first[0]))
    axes.add_patch(
        Ellipse(centre, 3 * spreads[0], 3 * spreads[1], angle=angle, color=PALE_TEAL, zorder=0)
    )
    ends = np.outer([-13, 13], first) + centre
    axes.plot(*ends.T, color=TEAL)
    axes.text(*(ends[1] + [-0.2, 0.4]), "PC1", color=TEAL, size=FIGURE_TEXT, ha="right")
    ends = np.outer([-8, 8], second) + centre
    axes.plot(*ends.T, color=MUTED, linewidth=1.5)
    axes.text(*(ends[1] + [0.3, 0.3]), "PC2", color=MUTED, size=FIGURE_TEXT)
    feet = centre + np.outer((MARKS - centre) @ first, first)
    for mark, foot in zip(MARKS, feet, strict=True):
        axes.plot(*np.transpose([mark, foot]), color=ORANGE, linewidth=4)
    axes.plot(*MARKS.T, "o", color=INK, markersize=9)
    axes.text(7.9, 14.3, "lost: 5", color=ORANGE, size=FIGURE_TEXT)
    axes.text(13.7, 5.4, "lost: 5", color=ORANGE, size=FIGURE_TEXT)
    axes.text(17.2, 17.0, "score 10", color=INK, size=FIGURE_TEXT, ha="right")
    axes.text(3.0, 3.4, "score −10", color=INK, size=FIGURE_TEXT)
    axes.set(xlim=(-1, 21.5), ylim=(0, 19.5), aspect="equal", xticks=range(0, 21, 5))
    axes.set_yticks(range(0, 16, 5))
    _label_axes(axes, "1. The shadow on the best line", "theory", "practice")


def _draw_variance_by_angle(axes):
    degrees = np.linspace(0, 180, 181)
    angles = np.radians(degrees)
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    axes.plot(
        degrees, (directions @ (MARKS - MARKS.mean(axis=0)).T).var(axis=1, ddof=1), color=TEAL
    )
    places = {
        "theory: 36.5": (0, 36.5, 5, 31),
        "PC1: 50": (36.87, 50, 24, 53),
        "practice: 26": (90, 26, 98, 27),
        "PC2: 12.5": (126.87, 12.5, 108, 4.5),
    }
    for label, (angle, variance, x, y) in places.items():
        colour = ORANGE if label.startswith("PC") else INK
        axes.plot(angle, variance, "o", color=colour, markersize=9, clip_on=False)
        axes.text(x, y, label, color=colour, size=FIGURE_TEXT)
    axes.set(xlim=(0, 180), ylim=(0, 60), xticks=range(0, 181, 45))
    _label_axes(axes, "2. Every direction has a variance", "angle of the line, degrees", "variance")


def figure_digits():
    """Held-out digits rebuilt from 2, 10, 20 and 40 scores, beside the originals."""
    images, labels = load_digits(return_X_y=True)
    fitted, held_out = images[:-100], images[-100:]
    shown = [int(np.flatnonzero(labels[-100:] == digit)[-1]) for digit in (0, 5, 6)]
    figure, grid = new_figure(rows=3, columns=5, width=6.4, height=4.3)
    for column, k in enumerate([2, 10, 20, 40, None]):
        pca = PCA(k).fit(fitted)
        rebuilt = pca.inverse_transform(pca.transform(held_out[shown]))
        for axes, image in zip(grid[:, column], rebuilt, strict=True):
            _draw_digit(axes, image.reshape(8, 8))
        grid[0, column].set_title(str(k or "all 64"), fontsize=FIGURE_TEXT + 1, loc="center")
    return figure


def _draw_digit(axes, image):
    """Draw each pixel as a square that is the more opaque the more ink it holds."""
    ink = np.clip(image / 16, 0, 1)
    rows, columns = np.nonzero(ink > 0.04)
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]])
    squares = np.column_stack([columns, rows])[:, None, :] + corners
    axes.add_collection(PolyCollection(squares, facecolor=INK, alpha=ink[rows, columns].round(2)))
    axes.set(xlim=(0, 8), ylim=(8, 0), aspect="equal", xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(visible=True, color=MUTED, linewidth=0.8)


def figure_tsne():
    """Three groups as they are, and in two t-SNE maps."""
    X, groups = three_clusters()
    maps = {
        "The data": X,
        "t-SNE, perplexity 10": tsne_map(X, 10),
        "t-SNE, perplexity 30": tsne_map(X, 30),
    }
    figure, rows = new_figure(
        rows=3, width=6.4, height=7.2, gridspec_kw={"height_ratios": [0.8, 1, 0.55]}
    )
    looks = [("A", TEAL, "o"), ("B", ORANGE, "s"), ("C", PURPLE, "^")]
    for axes, (title, points) in zip(rows, maps.items(), strict=True):
        for group, (name, colour, marker) in enumerate(looks):
            own = points[groups == group]
            axes.plot(*own.T, marker, color=colour, markersize=4)
            axes.annotate(
                name,
                (own[:, 0].mean(), own[:, 1].max()),
                xytext=(0, 6),
                textcoords="offset points",
                color=colour,
                size=FIGURE_TEXT + 2,
                ha="center",
            )
        axes.margins(y=0.25)
        axes.set_aspect("equal", adjustable="datalim")
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    return figure


def _label_axes(axes, title="", x_label="", y_label=""):
    """Write the title and the labels of axes in the figure's one text size."""
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)
