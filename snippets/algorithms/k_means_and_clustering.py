"""Clustering from scratch: k-means, k-means++, adjusted Rand index, stability and a null test."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import dendrogram, linkage
from sklearn import cluster
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.datasets import make_blobs, make_moons
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from snippets.figures import (
    GRID,
    INK,
    MUTED,
    ORANGE,
    PALE_ORANGE,
    PALE_TEAL,
    PURPLE,
    TEAL,
    new_figure,
)


def nearest_center(X, centers):
    """Find the nearest centre of every row; of equally near ones, the first.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    centers : ndarray of shape (n_clusters, n_features)

    Returns
    -------
    labels : ndarray of shape (n_samples,)
        Row number of the centre.
    gaps : ndarray of shape (n_samples,)
        Squared distance to it.

    Examples
    --------
    >>> labels, gaps = nearest_center(np.array([[1.0], [5.0]]), np.array([[2.0], [9.0]]))
    >>> print(labels, gaps)
    [0 0] [1. 9.]
    """
    # --8<-- [start:nearest]
    squared = np.stack([((X - c) ** 2).sum(axis=1) for c in centers])
    return squared.argmin(axis=0), squared.min(axis=0)
    # --8<-- [end:nearest]


# --8<-- [start:lloyd]
def lloyd(X, centers, max_iter=300):
    """Alternate the two steps until the centres stand still."""
    labels, gaps = nearest_center(X, centers)
    inertias = [gaps.sum()]
    for _ in range(max_iter):
        moved = centers_of(X, labels, gaps, len(centers))
        if np.array_equal(moved, centers):
            break
        centers = moved
        labels, gaps = nearest_center(X, centers)
        inertias.append(gaps.sum())
    return LloydRun(centers, labels, inertias)


def centers_of(X, labels, gaps, k):
    """Mean of each cluster; an empty one takes the worst-served row."""
    labels, counts = labels.copy(), np.bincount(labels, minlength=k)
    for empty in np.flatnonzero(counts == 0):
        spare = np.where(counts[labels] > 1, gaps, -1).argmax()
        counts[labels[spare]] -= 1
        labels[spare], counts[empty] = empty, 1
    return np.array([X[labels == j].mean(axis=0) for j in range(k)])


# --8<-- [end:lloyd]


class LloydRun(NamedTuple):
    """Where Lloyd's algorithm stopped, and the inertia after each assignment on the way."""

    centers: np.ndarray
    labels: np.ndarray
    inertias: list


# --8<-- [start:plus-plus]
def k_means_plus_plus(X, k, rng):
    """Draw k rows as starting centres, far from each other.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    k : int
    rng : numpy.random.Generator or RandomState

    Examples
    --------
    >>> road = np.array([[0.0], [0.0], [7.0]])
    >>> k_means_plus_plus(road, 2, np.random.default_rng(0)).T
    array([[7., 0.]])
    """
    centers = [X[rng.choice(len(X))]]
    while len(centers) < k:
        _, gaps = nearest_center(X, centers)
        total = gaps.sum()
        chance = gaps / total if total > 0 else None  # None: uniform
        centers.append(X[rng.choice(len(X), p=chance)])
    return np.array(centers)


# --8<-- [end:plus-plus]


class KMeans(ClusterMixin, BaseEstimator):
    """k-means by Lloyd's algorithm, the best of several starts.

    A centre that loses all its rows moves to the row farthest from its own centre.

    Parameters
    ----------
    n_clusters : int, default=8
    init : {"k-means++", "random"} or array-like of shape (n_clusters, n_features)
        How to draw starting centres, or the centres themselves (then there is one start).
    n_init : int, default=10
        Number of starts.
    max_iter : int, default=300
        Limit of updates in one start.
    random_state : int, RandomState or None, default=None

    Attributes
    ----------
    cluster_centers_ : ndarray of shape (n_clusters, n_features)
    labels_ : ndarray of shape (n_samples,)
        Number of the nearest centre, for each row of the fit.
    inertia_ : float
        Sum of squared distances to the nearest centre, in squared units of the features.
    n_iter_ : int
        Updates of the centres in the best start.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
        Only after a fit on a data frame.

    Raises
    ------
    ValueError
        From ``fit``, for parameters that make no sense or more clusters than rows.

    References
    ----------
    Lloyd, Least squares quantization in PCM, IEEE Transactions on Information Theory 28 (1982).
    Arthur and Vassilvitskii, k-means++: The Advantages of Careful Seeding, SODA (2007).

    Examples
    --------
    >>> model = KMeans(n_clusters=2, random_state=0).fit([[1.0], [3.0], [10.0], [12.0]])
    >>> np.sort(model.cluster_centers_, axis=0).T
    array([[ 2., 11.]])
    >>> model.inertia_
    4.0
    """

    def __init__(self, n_clusters=8, init="k-means++", n_init=10, max_iter=300, random_state=None):
        self.n_clusters, self.init, self.n_init = n_clusters, init, n_init
        self.max_iter, self.random_state = max_iter, random_state

    # --8<-- [start:estimator]
    def fit(self, X, y=None):
        """Run Lloyd's algorithm from each start; keep the best run."""
        X = validate_data(self, X, dtype=float)
        starts = self._starts(X)
        runs = [lloyd(X, start, self.max_iter) for start in starts]
        best = min(runs, key=lambda run: run.inertias[-1])
        self.cluster_centers_, self.labels_ = best.centers, best.labels
        self.inertia_ = float(best.inertias[-1])
        self.n_iter_ = max(1, len(best.inertias) - 1)
        return self

    def predict(self, X):
        """Return the number of the nearest centre for every row."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=float)
        return nearest_center(X, self.cluster_centers_)[0]

    # --8<-- [end:estimator]

    def _starts(self, X):
        """Return the starting centres of every run, or say which setting makes no sense."""
        for name in ("n_clusters", "n_init", "max_iter"):
            if not getattr(self, name) >= 1:
                raise ValueError(f"{name}={getattr(self, name)!r} must be at least 1")
        if len(X) < self.n_clusters:
            raise ValueError(f"n_samples={len(X)} must be at least n_clusters={self.n_clusters}")
        rng = check_random_state(self.random_state)
        if isinstance(self.init, str):
            if self.init == "k-means++":
                return [k_means_plus_plus(X, self.n_clusters, rng) for _ in range(self.n_init)]
            if self.init == "random":
                rows = [
                    rng.choice(len(X), self.n_clusters, replace=False) for _ in range(self.n_init)
                ]
                return [X[start] for start in rows]
            raise ValueError(f"init={self.init!r} must be 'k-means++', 'random' or an array")
        start = np.asarray(self.init, dtype=float)
        wanted = (self.n_clusters, X.shape[1])
        if start.shape != wanted:
            raise ValueError(f"init has shape {start.shape}, expected {wanted}")
        return [start]


# --8<-- [start:ari]
def adjusted_rand(first, second):
    """Agreement of two labelings: 1 if equal, about 0 by chance.

    Examples
    --------
    >>> adjusted_rand([0, 0, 1, 1], ["b", "b", "a", "a"])
    1.0
    """
    table = pd.crosstab(np.asarray(first), np.asarray(second)).to_numpy()

    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()

    both = pairs(table)
    left, right = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    chance = left * right / pairs(table.sum())
    most = (left + right) / 2
    if most == chance:  # all in one cluster, or each row alone, in both
        return 1.0
    return float((both - chance) / (most - chance))


# --8<-- [end:ari]


# --8<-- [start:stability]
def stability(X, k, rng, rounds=10):
    """Mean agreement of clusterings of overlapping subsamples.

    Each round clusters two random 80 % of the rows and compares the
    labels of the rows that both contain.

    Examples
    --------
    >>> X = np.array([0.0, 1, 2, 90, 91, 92])[:, None]
    >>> stability(X, 2, np.random.default_rng(0))
    1.0
    """
    agreements, size = [], round(0.8 * len(X))
    for _ in range(rounds):
        labels = np.full((2, len(X)), -1)
        for side in range(2):
            rows = rng.choice(len(X), size, replace=False)
            model = cluster.KMeans(k, n_init=5, random_state=0).fit(X[rows])
            labels[side, rows] = model.labels_
        common = (labels >= 0).all(axis=0)
        agreements.append(adjusted_rand(*labels[:, common]))
    return float(np.mean(agreements))


# --8<-- [end:stability]


# --8<-- [start:nulls]
def silhouette_of(X, k):
    """Silhouette of the best k-means clustering with k clusters."""
    model = cluster.KMeans(k, n_init=5, random_state=0)
    return float(silhouette_score(X, model.fit_predict(X)))


def null_silhouettes(X, k, rng, rounds=20):
    """Silhouettes of data like X, but without groups.

    ``shuffled`` keeps each column and breaks what links them.
    ``cloud`` keeps means and covariance, as one Gaussian cloud.

    Examples
    --------
    >>> X = np.random.default_rng(1).normal(size=(10, 2))
    >>> null_silhouettes(X, 2, np.random.default_rng(0)).shape
    (20, 2)
    """
    covariance = np.cov(X.T)
    scores = {"shuffled": [], "cloud": []}
    for _ in range(rounds):
        shuffled = rng.permuted(X, axis=0)
        noise = rng.normal(size=X.shape)
        cloud = X.mean(axis=0) + noise @ np.linalg.cholesky(covariance).T
        scores["shuffled"].append(silhouette_of(shuffled, k))
        scores["cloud"].append(silhouette_of(cloud, k))
    return pd.DataFrame(scores)


# --8<-- [end:nulls]


# --8<-- [start:profile]
def profile(table, labels):
    """Size of each cluster; mean or share of each column, and lift.

    Lift is the cluster's value over that of all rows. Text columns give
    one share per category, the others a mean in their own unit.

    Examples
    --------
    >>> table = pd.DataFrame({"age": [20.0, 30, 40], "pet": ["cat", "dog", "cat"]})
    >>> profile(table, [0, 0, 1])[["size", "age", "age lift", "pet=cat"]]
       size   age  age lift  pet=cat
    0     2  25.0  0.833333      0.5
    1     1  40.0  1.333333      1.0
    """
    numbers = pd.get_dummies(table, prefix_sep="=", dtype=float)
    groups = numbers.groupby(np.asarray(labels))
    means, lifts = groups.mean(), groups.mean() / numbers.mean()
    out = pd.DataFrame({"size": groups.size()})
    for column in numbers:
        out[column], out[f"{column} lift"] = means[column], lifts[column]
    return out


# --8<-- [end:profile]


def make_customers(size, seed):
    """Draw customers of a shop with three planted kinds, and the result of a voucher test.

    Half come often and buy little, three in ten come rarely and buy much, two in ten buy what is
    reduced. Everybody got a voucher; 5, 8 and 35 % of the kinds use it.

    Parameters
    ----------
    size : int
    seed : int

    Returns
    -------
    customers : DataFrame
        ``visits`` per quarter, mean ``basket`` in euros, share bought ``on_sale``, and the
        ``channel`` used most: app, shop or web.
    used_voucher : ndarray of bool
    kind : ndarray of int
        The planted kind, 0, 1 or 2, which no real data set tells.

    Examples
    --------
    >>> customers, used_voucher, kind = make_customers(4, seed=0)
    >>> list(customers.columns)
    ['visits', 'basket', 'on_sale', 'channel']
    """
    rng = np.random.default_rng(seed)
    kind = rng.choice(3, size, p=[0.5, 0.3, 0.2])
    visits = 1 + rng.poisson(np.array([12, 3, 6])[kind])
    basket = np.array([25, 90, 30])[kind] * np.exp(rng.normal(0, 0.35, size))
    on_sale = rng.beta(np.array([3, 2, 12])[kind], np.array([9, 10, 4])[kind])
    chances = np.array([[0.6, 0.2, 0.2], [0.1, 0.6, 0.3], [0.2, 0.2, 0.6]])
    channel = [["app", "shop", "web"][rng.choice(3, p=chances[this])] for this in kind]
    used_voucher = rng.random(size) < np.array([0.05, 0.08, 0.35])[kind]
    columns = {"visits": visits, "basket": basket, "on_sale": on_sale, "channel": channel}
    return pd.DataFrame(columns), used_voucher, kind


def cluster_shapes():
    """Make five data sets that tell clustering methods apart.

    Returns
    -------
    dict
        Name -> (X, labels or None, number of groups to ask for, eps for DBSCAN). The eps were
        chosen with the labels in hand.

    Examples
    --------
    >>> list(cluster_shapes())
    ['round', 'stretched', 'moons', 'uneven', 'noise']
    """
    rng = np.random.default_rng(0)
    round_blobs, round_labels = make_blobs(
        300, centers=[[0, 0], [6, 0], [3, 5]], cluster_std=0.8, random_state=0
    )
    blobs, blob_labels = make_blobs(600, centers=3, random_state=170)
    moons, moon_labels = make_moons(500, noise=0.06, random_state=0)
    uneven = np.vstack(
        [
            rng.normal([0, 0], 0.25, (200, 2)),
            rng.normal([1.6, 0], 0.25, (200, 2)),
            rng.normal([7, 0], 1.8, (200, 2)),
        ]
    )
    return {
        "round": (round_blobs, round_labels, 3, 1.2),
        "stretched": (blobs @ np.array([[0.6, -0.64], [-0.41, 0.85]]), blob_labels, 3, 0.4),
        "moons": (moons, moon_labels, 2, 0.2),
        "uneven": (uneven, np.repeat([0, 1, 2], 200), 3, 0.2),
        "noise": (rng.uniform(size=(500, 2)), None, 3, 0.08),
    }


def cluster_four_ways(X, k, eps):
    """Cluster by k-means, a Gaussian mixture, DBSCAN and Ward's method.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    k : int
        Number of clusters, for all but DBSCAN.
    eps : float
        Radius of a neighbourhood in DBSCAN, in units of the features.

    Returns
    -------
    dict
        Name of the method -> labels.

    Examples
    --------
    >>> X = np.array([0.0, 0.1, 9.0, 9.1, 9.2, 9.3, 9.4])[:, None]
    >>> cluster_four_ways(X, 2, 0.5)["DBSCAN"]
    array([-1, -1,  0,  0,  0,  0,  0])
    """
    methods = {
        "k-means": cluster.KMeans(k, n_init=10, random_state=0),
        "mixture": GaussianMixture(k, n_init=10, random_state=0),
        "DBSCAN": cluster.DBSCAN(eps=eps),
        "Ward": cluster.AgglomerativeClustering(k),
    }
    return {name: method.fit_predict(X) for name, method in methods.items()}


FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone
CLUSTER_COLORS = (TEAL, ORANGE, PURPLE)
CLUSTER_MARKERS = ("o", "^", "s")
CLUSTER_AREAS = (PALE_TEAL, PALE_ORANGE, GRID)


def _bare(axes, title=""):
    """Leave a frame and a title of axes whose units do not matter."""
    axes.set(xticks=[], yticks=[])
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)


def _cell(center, others, box):
    """Cut from a box the polygon of all points that are nearer to a centre than to the others."""
    low, high = box
    corners = [np.array(p) for p in [(low, low), (high, low), (high, high), (low, high)]]
    for other in others:
        normal, middle = other - center, (center + other) / 2
        kept = []
        for start, end in pairwise([*corners, corners[0]]):
            start_side, end_side = (start - middle) @ normal, (end - middle) @ normal
            if start_side <= 0:
                kept.append(start)
            if start_side * end_side < 0:
                kept.append(start + (end - start) * start_side / (start_side - end_side))
        corners = kept
    return np.array(corners)


def figure_lloyd_steps():
    """Cells and centres of k-means after 0, 1, 2 and all updates."""
    X, _ = make_blobs(90, centers=[[2.2, 2], [7.8, 2.6], [5, 8]], cluster_std=0.95, random_state=3)
    start = X[[0, 30, 46]]
    updates = len(lloyd(X, start).inertias) - 1
    figure, grid = new_figure(rows=2, columns=2, width=6.4, height=6.6)
    for axes, count in zip(grid.flat, [0, 1, 4, updates], strict=True):
        run = lloyd(X, start, max_iter=count) if count else None
        centers = run.centers if run else start
        labels, gaps = nearest_center(X, centers)
        for j, center in enumerate(centers):
            others = np.delete(centers, j, axis=0)
            axes.fill(*_cell(center, others, (-1, 11)).T, color=CLUSTER_AREAS[j], linewidth=0)
            rows = X[labels == j]
            axes.plot(*rows.T, CLUSTER_MARKERS[j], color=CLUSTER_COLORS[j], markersize=4)
            axes.plot(*center, "X", color=INK, markersize=13)
        axes.set(xlim=(-1, 11), ylim=(-1, 11))
        name = {0: "start", 1: "1 update", updates: f"{updates} updates, at rest"}
        _bare(axes, f"{name.get(count, f'{count} updates')}: {gaps.sum():.0f}")
    return figure


def figure_dendrogram():
    """Average-linkage tree of the six customers on the road."""
    kilometres = np.array([1.0, 2.0, 3.0, 9.0, 10.0, 14.0])
    figure, axes = new_figure(height=3.4)
    tree = linkage(kilometres[:, None], method="average")
    dendrogram(
        tree,
        labels=[f"{km:.0f}" for km in kilometres],
        ax=axes,
        link_color_func=lambda _: TEAL,
        leaf_font_size=12,
    )
    axes.axhline(6.5, color=ORANGE, linestyle="--", linewidth=1.5)
    axes.text(13, 6.75, "cut here: two clusters", color=ORANGE, fontsize=11)
    axes.text(34.5, 9.1, "9", color=TEAL, fontsize=11, ha="center")
    axes.text(49, 4.65, "4.5", color=TEAL, fontsize=11, ha="center")
    axes.text(16, 1.65, "1.5", color=TEAL, fontsize=11, ha="center")
    axes.set(xlabel="customer at km", ylabel="mean distance at the merge, km", ylim=(0, 10))
    return figure


def figure_gallery():
    """Four methods on five shapes, with the adjusted Rand index of each."""
    shapes = cluster_shapes()
    figure, grid = new_figure(rows=5, columns=4, width=6.4, height=8.2)
    for line, (name, (X, truth, k, eps)) in zip(grid, shapes.items(), strict=True):
        step = len(X) // 60
        for axes, (method, labels) in zip(line, cluster_four_ways(X, k, eps).items(), strict=True):
            if truth is None:
                found = len(set(labels) - {-1})
                note = f"{found} cluster{'s' if found > 1 else ''}"
            else:
                note = f"{adjusted_rand(truth, labels):.2f}"
            for j in range(-1, labels.max() + 1):
                rows = X[::step][labels[::step] == j]
                color = CLUSTER_COLORS[j % 3] if j >= 0 else MUTED
                marker = CLUSTER_MARKERS[j % 3] if j >= 0 else "x"
                axes.plot(*rows.T, marker, color=color, markersize=3)
            _bare(axes, method if axes in grid[0] else "")
            axes.set_xlabel(note, fontsize=FIGURE_TEXT)
        line[0].set_ylabel(name, fontsize=FIGURE_TEXT)
    return figure


def tilted_cloud(size=500, seed=0):
    """Draw one Gaussian cloud of two features with correlation 0.8.

    Parameters
    ----------
    size, seed : int

    Returns
    -------
    ndarray of shape (size, 2)

    Examples
    --------
    >>> tilted_cloud(3).shape
    (3, 2)
    """
    rng = np.random.default_rng(seed)
    first, own = rng.normal(size=(2, size))
    return np.column_stack([first, 0.8 * first + 0.6 * own])
