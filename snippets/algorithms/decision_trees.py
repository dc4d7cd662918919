"""CART from scratch: split search, trees that classify or predict numbers, and pruning."""

from dataclasses import dataclass
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.datasets import make_moons
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


# --8<-- [start:impurity]
def gini(counts):
    """Chance that two rows drawn from a node, with replacement, differ in class.

    Parameters
    ----------
    counts : array-like of shape (..., n_classes)
        Rows of each class; several nodes at once are allowed.

    Returns
    -------
    ndarray of shape (...)
        From 0, one class only, to 1 - 1/n_classes, all classes alike.

    Examples
    --------
    >>> gini([[4, 4], [3, 0]])
    array([0.5, 0. ])
    """
    shares = np.asarray(counts) / np.sum(counts, axis=-1, keepdims=True)
    return 1 - (shares**2).sum(axis=-1)


def entropy(counts):
    """Bits that the class of a row from the node carries on average; shapes as in `gini`."""
    shares = np.asarray(counts) / np.sum(counts, axis=-1, keepdims=True)
    bits = -np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    return (shares * bits).sum(axis=-1)


# --8<-- [end:impurity]


class Split(NamedTuple):
    """A question to a row: is this feature at most this threshold? And what it gains."""

    feature: int
    threshold: float
    gain: float


def best_split(X, targets, min_samples_leaf=1):
    """Find the question that lowers the impurity of a node most.

    Every column is sorted once; running sums then rate all its thresholds together. Of equally
    good questions it takes the lowest feature, then the lowest threshold.

    Parameters
    ----------
    X : ndarray of shape (n_samples, n_features)
    targets : ndarray of shape (n_samples, n_outputs)
        One 0/1 column per class, or one column of numbers. The impurity is the sum of the
        columns' variances: Gini for classes, the variance for numbers.
    min_samples_leaf : int, default=1
        Rows that each side must keep.

    Returns
    -------
    Split or None
        None if no threshold leaves enough rows on both sides.

    References
    ----------
    Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), chapters 2
    and 8.

    Examples
    --------
    >>> best_split(np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([[2.0], [4.0], [10.0], [12.0]]))
    Split(feature=0, threshold=2.5, gain=16.0)
    """
    if len(X) < 2 * min_samples_leaf:
        return None
    gains, values = rate_thresholds(X, targets, min_samples_leaf)
    best = gains.max()
    if best < 0:
        return None
    good_enough = best - 1e-12 * targets.var(axis=0).sum()  # equal but for rounding
    feature, cut = divmod(int(np.argmax((gains >= good_enough).T)), len(gains))
    low, high = values[cut : cut + 2, feature]
    middle = low / 2 + high / 2
    threshold = low if middle >= high else middle  # neighbours in floating point have no middle
    return Split(feature, float(threshold), float(gains[cut, feature]))


# --8<-- [start:rate]
def rate_thresholds(X, targets, min_samples_leaf=1):
    """Gain of every cut in every column, from one sort per column.

    Returns
    -------
    gains : ndarray of shape (n_samples - 1, n_features)
        Row i: the i + 1 smallest values go left. -1 where no cut is allowed.
    values : ndarray of shape (n_samples, n_features), the sorted columns
    """
    order = np.argsort(X, axis=0, kind="stable")
    values = np.take_along_axis(X, order, axis=0)
    deviations = targets - targets.mean(axis=0)
    left_sums = np.cumsum(deviations[order], axis=0)[:-1]
    left_sizes = np.arange(1, len(X))[:, None]
    right_sizes = len(X) - left_sizes
    gains = (left_sums**2).sum(axis=2) / (left_sizes * right_sizes)
    too_small = np.minimum(left_sizes, right_sizes) < min_samples_leaf
    gains[too_small | (values[1:] <= values[:-1])] = -1
    return gains, values


# --8<-- [end:rate]


@dataclass
class Tree:
    """A grown tree as arrays with one entry per node; node 0 is the root.

    Children have higher numbers than their parent, and the nodes of a subtree stand in one piece,
    left part first.

    Attributes
    ----------
    feature, left, right : ndarray of int
        Column asked about and the numbers of both children; -1 in a leaf.
    threshold : ndarray of float
        Rows with at most this value go left; NaN in a leaf.
    value : ndarray of shape (n_nodes, n_outputs)
        Mean of the node's targets: class shares, or one number.
    impurity : ndarray of float
    size : ndarray of int
        Training rows that reach the node.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    impurity: np.ndarray
    size: np.ndarray

    # --8<-- [start:apply]
    def apply(self, X):
        """Return the number of the leaf that each row ends in."""
        node = np.zeros(len(X), dtype=int)
        moving = np.flatnonzero(self.left[node] >= 0)
        while moving.size:
            here = node[moving]
            goes_left = X[moving, self.feature[here]] <= self.threshold[here]
            node[moving] = np.where(goes_left, self.left[here], self.right[here])
            moving = moving[self.left[node[moving]] >= 0]
        return node

    # --8<-- [end:apply]

    @property
    def n_leaves(self):
        """Number of leaves."""
        return int((self.left < 0).sum())

    @property
    def depths(self):
        """Questions on the way to each node, as an array."""
        depths = np.zeros(len(self.left), dtype=int)
        for node in np.flatnonzero(self.left >= 0):
            depths[[self.left[node], self.right[node]]] = depths[node] + 1
        return depths


def prune(tree, ccp_alpha):
    """Collapse every subtree that buys less than ``ccp_alpha`` of impurity per extra leaf.

    Parameters
    ----------
    tree : Tree
    ccp_alpha : float
        0 or more. The price of a leaf, in units of impurity weighted by the share of rows.

    Returns
    -------
    Tree

    References
    ----------
    Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), chapter 3.
    """
    becomes_leaf = tree.left < 0
    kept = np.ones(len(tree.left), dtype=bool)
    for price, node, end in _weakest_links(tree):
        if price > ccp_alpha:
            break
        becomes_leaf[node] = True
        kept[node + 1 : end] = False
    number = np.cumsum(kept) - 1
    inner = ~becomes_leaf[kept]
    return Tree(
        feature=np.where(inner, tree.feature[kept], -1),
        threshold=np.where(inner, tree.threshold[kept], np.nan),
        left=np.where(inner, number[tree.left[kept]], -1),
        right=np.where(inner, number[tree.right[kept]], -1),
        value=tree.value[kept],
        impurity=tree.impurity[kept],
        size=tree.size[kept],
    )


def pruning_path(tree):
    """Prices at which cost-complexity pruning collapses a subtree, and the leaves that remain.

    Parameters
    ----------
    tree : Tree

    Returns
    -------
    alphas : ndarray of float, ascending; begins with 0, the tree as it is
    leaves : ndarray of int
    """
    alphas, leaves = [0.0], [tree.n_leaves]
    leaf = tree.left < 0
    for price, node, end in _weakest_links(tree):
        removed = leaf[node:end].sum() - 1
        leaf[node + 1 : end] = False
        leaf[node] = True
        alphas.append(max(price, alphas[-1]))
        leaves.append(leaves[-1] - int(removed))
    return np.array(alphas), np.array(leaves)


def _weakest_links(tree):
    """Yield price, node and end of the subtree to collapse next, until the root is a leaf."""
    inner = np.flatnonzero(tree.left >= 0)
    parent = np.full(len(tree.left), -1)
    parent[tree.left[inner]] = parent[tree.right[inner]] = inner
    cost = tree.impurity * tree.size / tree.size[0]
    below, leaves = cost.copy(), np.ones(len(cost))
    end = np.arange(1, len(cost) + 1)
    for node in inner[::-1]:
        children = [tree.left[node], tree.right[node]]
        below[node], leaves[node] = below[children].sum(), leaves[children].sum()
        end[node] = end[tree.right[node]]
    price = np.full(len(cost), np.inf)
    price[inner] = (cost - below)[inner] / (leaves[inner] - 1)
    while np.isfinite(price[0]):
        node = int(np.argmin(price))
        yield float(price[node]), node, int(end[node])
        price[node : end[node]] = np.inf
        saved, lost = cost[node] - below[node], leaves[node] - 1
        while (node := parent[node]) >= 0:
            below[node] += saved
            leaves[node] -= lost
            price[node] = (cost[node] - below[node]) / (leaves[node] - 1)


def _new_leaf(targets):
    """Describe a node by its rows, as a leaf; a split may change that."""
    return {
        "feature": -1,
        "threshold": np.nan,
        "left": -1,
        "right": -1,
        "value": targets.mean(axis=0),
        "impurity": targets.var(axis=0).sum(),
        "size": len(targets),
    }


class _GrowsTree:
    """What both estimators share: checks, growing, pruning, and the walk to a leaf."""

    def __init__(
        self,
        max_depth=None,
        min_samples_leaf=1,
        max_features=None,
        ccp_alpha=0.0,
        random_state=None,
    ):
        self.max_depth = max_depth
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features
        self.ccp_alpha = ccp_alpha
        self.random_state = random_state

    def _fit_targets(self, X, targets):
        self._check_parameters()
        self.max_features_ = self._count_candidates(X.shape[1])
        self.tree_ = self._grow(X, targets, check_random_state(self.random_state))
        if self.ccp_alpha > 0:
            self.tree_ = prune(self.tree_, self.ccp_alpha)
        return self

    def _check_parameters(self):
        for name, none_allowed in [("max_depth", True), ("min_samples_leaf", False)]:
            given = getattr(self, name)
            if given is None and none_allowed:
                continue
            if not isinstance(given, Integral) or isinstance(given, bool) or given < 1:
                raise ValueError(f"{name} must be a whole number from 1 on, got {given!r}")
        if not isinstance(self.ccp_alpha, Real) or not self.ccp_alpha >= 0:
            raise ValueError(f"ccp_alpha must be 0 or more, got {self.ccp_alpha!r}")

    def _count_candidates(self, n_features):
        wanted = self.max_features
        if wanted is None:
            return n_features
        if wanted == "sqrt":
            return max(1, int(np.sqrt(n_features)))
        if isinstance(wanted, Integral) and 1 <= wanted <= n_features:
            return int(wanted)
        if isinstance(wanted, float) and 0 < wanted <= 1:
            return max(1, int(wanted * n_features))
        raise ValueError(
            f"max_features must be None, 'sqrt', a whole number from 1 to {n_features} "
            f"or a share above 0 and up to 1, got {wanted!r}"
        )

    # --8<-- [start:grow]
    def _grow(self, X, targets, rng):
        """Split node after node, left part first, until every branch stops."""
        nodes, waiting = [], [(np.arange(len(X)), 0, None, None)]
        while waiting:
            rows, depth, parent, side = waiting.pop()
            here, number = targets[rows], len(nodes)
            nodes.append(_new_leaf(here))
            if parent is not None:
                nodes[parent][side] = number
            if depth == self.max_depth or (here == here[0]).all():
                continue
            split = self._ask(X[rows], here, rng)
            if split is None:
                continue
            nodes[number].update(feature=split.feature, threshold=split.threshold)
            goes_left = X[rows, split.feature] <= split.threshold
            waiting += [
                (rows[~goes_left], depth + 1, number, "right"),
                (rows[goes_left], depth + 1, number, "left"),
            ]
        return Tree(**{name: np.array([n[name] for n in nodes]) for name in nodes[0]})

    # --8<-- [end:grow]

    def _ask(self, X, targets, rng):
        """Best split among the candidate features; more of them only while none can split."""
        n_features = X.shape[1]
        if self.max_features_ == n_features:
            return best_split(X, targets, self.min_samples_leaf)
        drawn = rng.permutation(n_features)
        for features in [drawn[: self.max_features_], *drawn[self.max_features_ :, None]]:
            split = best_split(X[:, features], targets, self.min_samples_leaf)
            if split is not None:
                return split._replace(feature=int(features[split.feature]))
        return None

    def _values(self, X):
        """Mean target of the leaf that each row ends in."""
        leaves = self.apply(X)
        return self.tree_.value[leaves]

    def apply(self, X):
        """Return the leaf that each row ends in, an index into the arrays of ``tree_``."""
        check_is_fitted(self)
        return self.tree_.apply(validate_data(self, X, reset=False))

    @property
    def feature_importances_(self):
        """Share of each feature in the impurity that all splits remove; sums to 1."""
        check_is_fitted(self)
        tree = self.tree_
        inner = np.flatnonzero(tree.left >= 0)
        mass = tree.impurity * tree.size
        removed = mass[inner] - mass[tree.left[inner]] - mass[tree.right[inner]]
        totals = np.bincount(tree.feature[inner], removed, minlength=self.n_features_in_)
        return totals / totals.sum() if totals.sum() > 0 else totals


class DecisionTreeClassifier(ClassifierMixin, _GrowsTree, BaseEstimator):
    """CART for classes: at every node the question that lowers the Gini impurity most.

    Parameters
    ----------
    max_depth : int or None, default=None
        Most questions on the way to a leaf.
    min_samples_leaf : int, default=1
        Training rows that every leaf must keep.
    max_features : None, "sqrt", int or float, default=None
        Features that each node may choose among, drawn anew: all, the square root of their
        number, a number, or a share.
    ccp_alpha : float, default=0.0
        Price of a leaf in cost-complexity pruning.
    random_state : int, RandomState or None, default=None
        Source of the draws; without ``max_features`` nothing is random.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    tree_ : Tree
    max_features_ : int
    n_features_in_ : int

    References
    ----------
    Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984).

    Examples
    --------
    >>> model = DecisionTreeClassifier().fit([[1.0], [2.0], [7.0]], ["on time", "on time", "late"])
    >>> model.predict([[4.0], [5.0]])
    array(['on time', 'late'], dtype='<U7')
    """

    # --8<-- [start:classifier]
    def fit(self, X, y):
        """Grow the tree on one 0/1 column per class."""
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        return self._fit_targets(X, np.eye(len(self.classes_))[codes])

    def predict_proba(self, X):
        """Share of each class among the training rows of the leaf."""
        return self._values(X)

    def predict(self, X):
        """Most frequent class of the leaf; the first of `classes_` when tied."""
        shares = self.predict_proba(X)
        return self.classes_[shares.argmax(axis=1)]

    # --8<-- [end:classifier]


class DecisionTreeRegressor(RegressorMixin, _GrowsTree, BaseEstimator):
    """CART for numbers: at every node the question that lowers the variance most.

    Parameters and attributes are those of :class:`DecisionTreeClassifier`, without ``classes_``.
    ``tree_.value[:, 0]`` holds the prediction of each leaf.

    Examples
    --------
    >>> model = DecisionTreeRegressor(max_depth=1)
    >>> model.fit([[1.0], [2.0], [3.0], [4.0]], [2.0, 4.0, 10.0, 12.0]).predict([[0.0], [9.0]])
    array([ 3., 11.])
    """

    # --8<-- [start:regressor]
    def fit(self, X, y):
        """Grow the tree on the target as one column of numbers."""
        X, y = validate_data(self, X, y, y_numeric=True)
        return self._fit_targets(X, np.asarray(y, dtype=float)[:, None])

    def predict(self, X):
        """Mean target of the training rows of the leaf."""
        return self._values(X)[:, 0]

    # --8<-- [end:regressor]


#: The eight stops of the chapter's running example: kilometres, parcels, and whether late.
COURIER_KM = np.array([1.0, 2, 3, 4, 5, 7, 8, 9])
COURIER_PARCELS = np.array([3.0, 1, 6, 4, 2, 2, 5, 3])
COURIER_LATE = np.array([0, 0, 1, 0, 0, 1, 1, 1])

FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def _label_axes(axes, title="", x_label="", y_label=""):
    """Write the title and the labels of axes in the figure's one text size."""
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)


def _draw_classes(axes, points, classes, size=6):
    """Class 0 as round teal marks, class 1 as square orange ones."""
    for value, marker, color in [(0, "o", TEAL), (1, "s", ORANGE)]:
        chosen = points[classes == value]
        axes.plot(*chosen.T, marker, color=color, markersize=size, linestyle="none")


def _draw_skeleton(axes, tree, size=8):
    """Draw nodes and branches, leaves evenly spaced; return the place of every node."""
    leaf = tree.left < 0
    across = np.zeros(len(leaf))
    across[leaf] = np.arange(leaf.sum())
    for node in np.flatnonzero(~leaf)[::-1]:
        across[node] = (across[tree.left[node]] + across[tree.right[node]]) / 2
    down = -tree.depths
    for node in np.flatnonzero(~leaf):
        for child in (tree.left[node], tree.right[node]):
            axes.plot(across[[node, child]], down[[node, child]], color=MUTED, linewidth=1.5)
    axes.plot(across[~leaf], down[~leaf], "o", color=INK, markersize=size / 2)
    places = np.column_stack([across, down])
    _draw_classes(axes, places[leaf], tree.value[leaf].argmax(axis=1), size)
    axes.margins(0.12, 0.15)
    axes.axis("off")
    return places


def figure_courier():
    """Eight stops of a courier: two cuts of the plane, and the same questions as a tree."""
    stops = np.column_stack([COURIER_KM, COURIER_PARCELS])
    tree = DecisionTreeClassifier().fit(stops, COURIER_LATE).tree_
    figure, (plane, drawing) = new_figure(rows=2, width=6.4, height=8.4)
    plane.fill_between([0, 6], 0, 5, color=PALE_TEAL, linewidth=0)
    plane.fill_between([0, 6], 5, 7, color=PALE_ORANGE, linewidth=0)
    plane.fill_between([6, 10], 0, 7, color=PALE_ORANGE, linewidth=0)
    plane.plot([6, 6], [0, 7], color=INK)
    plane.plot([0, 6], [5, 5], color=INK)
    _draw_classes(plane, stops, COURIER_LATE, size=10)
    notes = [
        (0.3, 0.3, "on time", TEAL),
        (0.3, 6.35, "late", ORANGE),
        (8.9, 0.3, "late", ORANGE),
        (6.1, 6.35, "first cut", INK),
        (3.6, 4.5, "second cut", INK),
    ]
    for x, y, note, color in notes:
        plane.text(x, y, note, color=color, size=FIGURE_TEXT)
    plane.set(xlim=(0, 10), ylim=(0, 7), xticks=range(0, 11, 2), yticks=range(0, 8, 2))
    _label_axes(plane, "Two cuts of the plane", "kilometres", "parcels")
    places = _draw_skeleton(drawing, tree, size=13)
    labels = {
        0: (0, 0.12, "8 stops: km ≤ 6?", "center", INK),
        1: (-0.12, 0.02, "5 stops:\nparcels ≤ 5?", "right", INK),
        2: (0, -0.3, "4 on time", "center", TEAL),
        3: (0, -0.3, "1 late", "center", ORANGE),
        4: (0, -0.3, "3 late", "center", ORANGE),
    }
    for node, (dx, dy, label, side, color) in labels.items():
        drawing.text(*(places[node] + [dx, dy]), label, ha=side, color=color, size=FIGURE_TEXT)
    for start, end, answer, side in [(0, 1, "yes", "right"), (0, 4, "no", "left")]:
        x, y = (places[start] + places[end]) / 2
        offset = -0.08 if side == "right" else 0.08
        drawing.text(x + offset, y, answer, ha=side, color=MUTED, size=FIGURE_TEXT)
    drawing.set(xlim=(-0.75, 2.5), ylim=(-2.5, 0.35))
    _label_axes(drawing, "Two questions")
    return figure


def figure_impurity():
    """Impurity against the share of a class, and gain against the threshold."""
    figure, (curves, steps) = new_figure(rows=2, width=6.4, height=8.4)
    share = np.linspace(0, 1, 201)
    counts = np.column_stack([share, 1 - share])
    error = np.minimum(share, 1 - share)
    for values, color, style in [
        (entropy(counts), PURPLE, "-."),
        (gini(counts), TEAL, "-"),
        (error, ORANGE, "--"),
    ]:
        curves.plot(share, values, style, color=color)
    for x, y, note, color in [
        (0.5, 1.03, "entropy, in bits", PURPLE),
        (0.5, 0.55, "Gini", TEAL),
        (0.5, 0.33, "error rate", ORANGE),
    ]:
        curves.text(x, y, note, color=color, ha="center", size=FIGURE_TEXT)
    curves.plot(0.2, 0.32, "o", color=TEAL, markersize=8)
    curves.annotate(
        "1 late of 5:\nGini 0.32",
        (0.2, 0.32),
        xytext=(0.02, 0.86),
        color=INK,
        size=FIGURE_TEXT,
        arrowprops={"arrowstyle": "-", "color": MUTED, "shrinkB": 6},
    )
    curves.set(ylim=(0, 1.15), xticks=[0, 0.2, 0.4, 0.6, 0.8, 1])
    _label_axes(curves, "Impurity of a node", "share late", "impurity")
    gains, values = rate_thresholds(COURIER_KM[:, None], np.eye(2)[COURIER_LATE])
    km, gains = values[:, 0], gains[:, 0]
    steps.stairs(gains, km, baseline=None, color=TEAL, linewidth=2)
    middles = (km[1:] + km[:-1]) / 2
    steps.plot(middles, gains, "o", color=TEAL, markersize=7)
    steps.plot(6, gains.max(), "o", color=ORANGE, markersize=11)
    steps.text(5.8, gains.max() + 0.02, "km ≤ 6: gain 0.30", color=ORANGE, size=FIGURE_TEXT)
    for x, is_late in zip(COURIER_KM, COURIER_LATE, strict=True):
        color, marker = (ORANGE, "s") if is_late else (TEAL, "o")
        steps.plot(x, -0.03, marker, color=color, markersize=8)
    steps.text(1, -0.085, "the stops: on time ●  late ■", color=MUTED, size=FIGURE_TEXT)
    steps.set(ylim=(-0.1, 0.37), yticks=[0, 0.1, 0.2, 0.3], xticks=range(1, 10))
    _label_axes(steps, "Gain of a question", "threshold, in kilometres", "gain")
    return figure


def _fill_regions(axes, tree, across, up, node=0):
    """Colour the rectangle of every leaf by its class."""
    if tree.left[node] < 0:
        color = [PALE_TEAL, PALE_ORANGE][tree.value[node].argmax()]
        axes.fill_between(across, *up, color=color, linewidth=0)
        return
    cut = tree.threshold[node]
    if tree.feature[node] == 0:
        parts = [((across[0], cut), up), ((cut, across[1]), up)]
    else:
        parts = [(across, (up[0], cut)), (across, (cut, up[1]))]
    for child, part in zip((tree.left[node], tree.right[node]), parts, strict=True):
        _fill_regions(axes, tree, *part, child)


def figure_growth():
    """Decision regions of ever deeper trees, each beside its tree."""
    points, classes = make_moons(160, noise=0.3, random_state=1)
    fresh, fresh_classes = make_moons(2000, noise=0.3, random_state=2)
    figure, grid = new_figure(
        rows=4, columns=2, width=6.4, height=11.5, gridspec_kw={"width_ratios": [1.25, 1]}
    )
    for (plane, drawing), depth in zip(grid, [1, 2, 4, 6], strict=True):
        model = DecisionTreeClassifier(max_depth=depth).fit(points, classes)
        _fill_regions(plane, model.tree_, (-2, 3), (-1.5, 2))
        _draw_classes(plane, points, classes, size=2.5)
        plane.set(xticks=[], yticks=[], xlim=(-2, 3), ylim=(-1.5, 2))
        training, held_out = model.score(points, classes), model.score(fresh, fresh_classes)
        _label_axes(plane, f"depth {depth}: train {training:.2f}, new {held_out:.2f}")
        _draw_skeleton(drawing, model.tree_, size=7)
        _label_axes(drawing, f"{model.tree_.n_leaves} leaves")
        drawing.title.set_position((0.3, 1))
    return figure
