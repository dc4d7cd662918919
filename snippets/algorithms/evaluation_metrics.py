"""Evaluation metrics from scratch: labels, scores, probabilities, rankings and intervals.

Functions that have a counterpart in :mod:`sklearn.metrics` carry its name.
"""

from typing import NamedTuple

import numpy as np
from sklearn.utils import check_consistent_length, column_or_1d

from snippets.figures import (
    INK,
    MUTED,
    ORANGE,
    PALE_ORANGE,
    PALE_TEAL,
    TEAL,
    new_figure,
)


def _columns(*columns):
    """Return arrays of one length, or raise ValueError."""
    columns = [column_or_1d(column) for column in columns]
    check_consistent_length(*columns)
    if not len(columns[0]):
        raise ValueError("a metric needs at least 1 row, got 0")
    return columns


def _truth_and_scores(y_true, y_score):
    """Return a boolean truth and finite scores, with both classes present."""
    truth, scores = _columns(y_true, y_score)
    strangers = np.setdiff1d(truth, [0, 1])
    if len(strangers):
        raise ValueError(f"y_true must hold 0 and 1 only, found {strangers.tolist()[0]!r}")
    if not np.isfinite(scores).all():
        raise ValueError("scores must be finite numbers, found NaN or infinity")
    truth, scores = truth == 1, scores.astype(float)
    if truth.all() or not truth.any():
        raise ValueError(f"y_true has one class only: {int(truth[0])}")
    return truth, scores


def confusion_matrix(y_true, y_pred, labels=None):
    """Count rows by true label (row of the matrix) and predicted label (column).

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n_samples,)
    labels : array-like of shape (n_labels,), optional
        Order of rows and columns; by default all labels, sorted.

    Returns
    -------
    ndarray of int, shape (n_labels, n_labels)

    Raises
    ------
    ValueError
        If a label occurs that is not among ``labels``.

    Examples
    --------
    >>> confusion_matrix([0, 0, 1], [0, 1, 1])
    array([[1, 1],
           [0, 1]])
    """
    truth, predicted, labels = _label_numbers(y_true, y_pred, labels)
    return count_cells(truth, predicted, len(labels))


# --8<-- [start:confusion]
def count_cells(truth, predicted, size):
    """Count pairs of labels, which are numbers from 0 to size - 1."""
    cell = truth * size + predicted
    counts = np.bincount(cell, minlength=size**2)
    return counts.reshape(size, size)


# --8<-- [end:confusion]


def _label_numbers(y_true, y_pred, labels):
    """Translate labels into their positions in the list of labels."""
    y_true, y_pred = _columns(y_true, y_pred)
    found = np.union1d(y_true, y_pred)
    labels = found if labels is None else np.asarray(labels)
    strangers = np.setdiff1d(found, labels)
    if len(strangers):
        raise ValueError(f"label {strangers.tolist()[0]!r} is not among labels={labels.tolist()}")
    order = np.argsort(labels)
    positions = [order[np.searchsorted(labels, y, sorter=order)] for y in (y_true, y_pred)]
    return *positions, labels


class PrecisionRecallF(NamedTuple):
    """Result of :func:`precision_recall_fbeta`."""

    precision: float
    recall: float
    f: float


def precision_recall_fbeta(y_true, y_pred, positive=1, beta=1.0, zero_division=0.0):
    """Precision, recall and F-beta of one class.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n_samples,)
    positive : label, default=1
        The class that counts as positive. With the other class of a binary problem, the recall
        is the specificity.
    beta : float, default=1.0
        Recall counts ``beta`` times as much as precision.
    zero_division : float, default=0.0
        Value of a share of nothing: of precision when nothing was predicted positive, of recall
        when nothing is positive, of F when both hold.

    Returns
    -------
    PrecisionRecallF
        Named tuple of ``precision``, ``recall`` and ``f``.

    References
    ----------
    Manning, Raghavan and Schütze, Introduction to Information Retrieval, section 8.3.

    Examples
    --------
    >>> precision_recall_fbeta([1, 1, 1, 0], [1, 0, 0, 0]).precision
    1.0
    """
    if beta <= 0:
        raise ValueError(f"beta must be positive, got {beta}")
    y_true, y_pred = _columns(y_true, y_pred)
    hits = np.sum((y_true == positive) & (y_pred == positive))
    alarms, positives = np.sum(y_pred == positive), np.sum(y_true == positive)

    def share(part, whole):
        return float(part / whole) if whole else zero_division

    f = share((1 + beta**2) * hits, beta**2 * positives + alarms)
    return PrecisionRecallF(share(hits, alarms), share(hits, positives), f)


def f1_score(y_true, y_pred, average="macro"):
    """F1 over all classes.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n_samples,)
    average : {"macro", "micro", "weighted"}, default="macro"
        Mean over the classes; F1 of the pooled counts; mean weighted by the true class sizes.

    Returns
    -------
    float

    Examples
    --------
    >>> f1_score([0, 0, 0, 1], [0, 0, 1, 1], average="micro")
    0.75
    """
    matrix = confusion_matrix(y_true, y_pred)
    hits, sizes, alarms = matrix.diagonal(), matrix.sum(axis=1), matrix.sum(axis=0)
    per_class = 2 * hits / (sizes + alarms)
    if average == "macro":
        return float(per_class.mean())
    if average == "micro":
        return float(2 * hits.sum() / (sizes + alarms).sum())
    if average == "weighted":
        return float(np.average(per_class, weights=sizes))
    raise ValueError(f"average must be macro, micro or weighted, got {average!r}")


# --8<-- [start:counts]
def counts_by_threshold(truth, scores):
    """Count alarms from the highest score down; ties enter together."""
    thresholds, group = np.unique(-scores, return_inverse=True)
    hits = np.cumsum(np.bincount(group, weights=truth))
    false_alarms = np.cumsum(np.bincount(group, weights=~truth))
    return -thresholds, hits, false_alarms


# --8<-- [end:counts]


def roc_curve(y_true, y_score):
    """Points of the ROC curve, one for each distinct score and one for no alarm at all.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        0 and 1, both present.
    y_score : array-like of shape (n_samples,)
        Larger means more likely positive.

    Returns
    -------
    false_positive_rate, true_positive_rate, thresholds : ndarray of shape (n_thresholds,)
        From ``inf`` (no alarm) down to the smallest score, as scikit-learn returns them with
        ``drop_intermediate=False``.

    References
    ----------
    Fawcett, An introduction to ROC analysis (2006).

    Examples
    --------
    >>> false_positive_rate, true_positive_rate, _ = roc_curve([0, 1, 1], [0.2, 0.2, 0.9])
    >>> true_positive_rate
    array([0. , 0.5, 1. ])
    """
    thresholds, hits, false_alarms = counts_by_threshold(*_truth_and_scores(y_true, y_score))
    return (
        np.append(0.0, false_alarms / false_alarms[-1]),
        np.append(0.0, hits / hits[-1]),
        np.append(np.inf, thresholds),
    )


def precision_recall_curve(y_true, y_score):
    """Points of the precision-recall curve, one for each distinct score.

    Parameters
    ----------
    y_true, y_score : array-like of shape (n_samples,)
        As for :func:`roc_curve`.

    Returns
    -------
    precision, recall : ndarray of shape (n_thresholds + 1,)
        From the smallest threshold up; as in scikit-learn a last point (1, 0) closes the curve.
    thresholds : ndarray of shape (n_thresholds,)

    Examples
    --------
    >>> precision, recall, _ = precision_recall_curve([0, 1, 1], [0.2, 0.2, 0.9])
    >>> recall
    array([1. , 0.5, 0. ])
    """
    thresholds, hits, false_alarms = counts_by_threshold(*_truth_and_scores(y_true, y_score))
    precision, recall = hits / (hits + false_alarms), hits / hits[-1]
    return np.append(precision[::-1], 1.0), np.append(recall[::-1], 0.0), thresholds[::-1]


def roc_auc_score(y_true, y_score):
    """Area under the ROC curve: share of (positive, negative) pairs in the right order.

    Parameters
    ----------
    y_true, y_score : array-like of shape (n_samples,)
        As for :func:`roc_curve`.

    Returns
    -------
    float
        0.5 for random order, 1 when every positive is above every negative; a tie counts half.

    Raises
    ------
    ValueError
        If there is one class only: no pairs, no area.

    References
    ----------
    Hanley and McNeil, The meaning and use of the area under a receiver operating characteristic
    (ROC) curve (1982).

    Examples
    --------
    >>> roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.4, 0.8])
    0.875
    """
    return float(area_by_ranks(*_truth_and_scores(y_true, y_score)))


# --8<-- [start:auc]
def area_by_ranks(truth, scores):
    """Share of (positive, negative) pairs in order; ties half."""
    distinct = np.unique_all(scores)
    sizes, group = distinct.counts, distinct.inverse_indices
    mean_ranks = np.cumsum(sizes) - (sizes - 1) / 2
    ranks = mean_ranks[group]  # ties share a rank
    positives, negatives = np.sum(truth), np.sum(~truth)
    lowest_sum = positives * (positives + 1) / 2
    won_pairs = ranks[truth].sum() - lowest_sum
    return won_pairs / (positives * negatives)


# --8<-- [end:auc]


def average_precision_score(y_true, y_score):
    """Mean of the precision over the positives, in steps: tied rows enter together.

    Parameters
    ----------
    y_true, y_score : array-like of shape (n_samples,)
        As for :func:`roc_curve`.

    Returns
    -------
    float
        About the share of positives for random scores, 1 for a perfect order.

    Examples
    --------
    >>> round(average_precision_score([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]), 3)
    0.833
    """
    return float(steps_under_precision(*_truth_and_scores(y_true, y_score)))


# --8<-- [start:average-precision]
def steps_under_precision(truth, scores):
    """Sum precision times the recall that each threshold adds."""
    _, hits, false_alarms = counts_by_threshold(truth, scores)
    precision = hits / (hits + false_alarms)
    recall_gained = np.diff(hits, prepend=0) / hits[-1]
    return precision @ recall_gained


# --8<-- [end:average-precision]


def _probabilities(values):
    values = np.asarray(values, dtype=float)
    outside = values[~((values >= 0) & (values <= 1))]
    if outside.size:
        raise ValueError(f"probabilities lie between 0 and 1, found {outside[0]}")
    return values


def log_loss(y_true, y_proba):
    """Mean of minus the natural logarithm of the probability given to what happened.

    Parameters
    ----------
    y_true : array-like of shape (n_samples,)
        Labels.
    y_proba : array-like of shape (n_samples,) or (n_samples, n_classes)
        Probability of label 1 where the labels are 0 and 1; else one column per label that
        occurs, sorted, each row summing to 1.

    Returns
    -------
    float
        In nats. Probabilities are kept 2e-16 away from 0 and 1, so that one certain mistake
        costs 36 and not infinity.

    Examples
    --------
    >>> round(log_loss([1, 0], [0.8, 0.4]), 3)
    0.367
    """
    y_proba = _probabilities(y_proba)
    if y_proba.ndim == 1:
        truth, y_proba = _columns(y_true, y_proba)
        labels = np.array([0, 1])
        y_proba = np.column_stack([1 - y_proba, y_proba])
    else:
        truth, _ = _columns(y_true, y_proba[:, 0])
        labels = np.unique(truth)
        if len(labels) != y_proba.shape[1]:
            raise ValueError(f"{y_proba.shape[1]} columns for {len(labels)} labels")
        if not np.allclose(y_proba.sum(axis=1), 1):
            raise ValueError("each row of probabilities has to sum to 1")
    strangers = np.setdiff1d(truth, labels)
    if len(strangers):
        raise ValueError(f"label {strangers.tolist()[0]!r} is not among {labels.tolist()}")
    margin = np.finfo(float).eps
    chosen = y_proba[np.arange(len(truth)), np.searchsorted(labels, truth)]
    return float(-np.log(np.clip(chosen, margin, 1 - margin)).mean())


def brier_score_loss(y_true, y_proba):
    """Mean squared distance between the probability of 1 and the label 0 or 1.

    Parameters
    ----------
    y_true, y_proba : array-like of shape (n_samples,)

    Returns
    -------
    float
        Between 0 and 1.

    References
    ----------
    Brier, Verification of forecasts expressed in terms of probability (1950).

    Examples
    --------
    >>> round(brier_score_loss([1, 0], [0.8, 0.4]), 3)
    0.1
    """
    truth, y_proba = _columns(y_true, _probabilities(y_proba))
    return float(np.mean((y_proba - truth) ** 2))


def mean_pinball_loss(y_true, y_pred, alpha=0.5):
    """Mean quantile loss: an error of 1 costs ``alpha`` when too low, ``1 - alpha`` when too high.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (n_samples,)
    alpha : float, default=0.5
        The quantile that minimises the loss; 0.5 is half the mean absolute error.

    Returns
    -------
    float
        In the unit of ``y_true``.

    Examples
    --------
    >>> mean_pinball_loss([10.0, 10.0], [8.0, 12.0], alpha=0.75)
    1.0
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha is a share between 0 and 1, got {alpha}")
    truth, predicted = _columns(y_true, y_pred)
    too_low = truth - predicted
    return float(np.mean(np.maximum(alpha * too_low, (alpha - 1) * too_low)))


# --8<-- [start:ranking]
def ranked_gains(relevance, scores):
    """Sort relevance by score, best first; ties share their mean."""
    _, group = np.unique(-scores, return_inverse=True)
    mean_gain = np.bincount(group, relevance) / np.bincount(group)
    return mean_gain[np.sort(group)]


def discounted_gain(gains, k):
    """Divide the gain at place i by log2(i + 1), and add up."""
    places = np.arange(1, len(gains[:k]) + 1)
    return np.sum(gains[:k] / np.log2(places + 1))


# --8<-- [end:ranking]


def _ranking(relevance, scores, k):
    relevance, scores = (column.astype(float) for column in _columns(relevance, scores))
    if k is not None and k < 1:
        raise ValueError(f"k counts places and is at least 1, got {k}")
    return relevance, scores


def precision_at_k(y_true, y_score, k):
    """Share of positives among the k rows with the highest scores.

    Parameters
    ----------
    y_true, y_score : array-like of shape (n_samples,)
    k : int
        From 1 to the number of rows.

    Returns
    -------
    float
        Where a tie crosses place k, the mean over all orders of the tied rows.

    Examples
    --------
    >>> precision_at_k([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1], k=2)
    0.5
    """
    relevance, scores = _ranking(y_true, y_score, k)
    if k > len(scores):
        raise ValueError(f"k={k} is more than the {len(scores)} rows")
    return float(ranked_gains(relevance, scores)[:k].mean())


def ndcg_score(relevance, scores, k=None):
    """Discounted gain of one ranked list, as a share of the best possible order's.

    Parameters
    ----------
    relevance : array-like of shape (n_items,)
        Gain of each item, not negative.
    scores : array-like of shape (n_items,)
        The ranking: highest first. Ties count as the mean over their orders.
    k : int, optional
        Look at the first k places only.

    Returns
    -------
    float
        1 for the best order, 0 when nothing relevant is among the places; 0 too when no item
        is relevant.

    References
    ----------
    Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques (2002).

    Examples
    --------
    >>> ndcg_score([3, 2, 0], [0.9, 0.5, 0.1])
    1.0
    """
    relevance, scores = _ranking(relevance, scores, k)
    if relevance.min() < 0:
        raise ValueError(f"relevance is not negative, found {relevance.min()}")
    best = discounted_gain(np.sort(relevance)[::-1], k)
    return float(discounted_gain(ranked_gains(relevance, scores), k) / best) if best else 0.0


def reciprocal_rank(relevance, scores):
    """One over the place of the first relevant item; its mean over many lists is the MRR.

    Parameters
    ----------
    relevance : array-like of shape (n_items,)
        An item is relevant when this is above 0.
    scores : array-like of shape (n_items,)
        Highest first; of tied items the earlier one stands first.

    Returns
    -------
    float
        0 when nothing is relevant.

    Examples
    --------
    >>> reciprocal_rank([0, 0, 1], [0.9, 0.2, 0.5])
    0.5
    """
    relevance, scores = _ranking(relevance, scores, None)
    places = np.flatnonzero(relevance[np.argsort(-scores, kind="stable")] > 0)
    return float(1 / (places[0] + 1)) if len(places) else 0.0


class Interval(NamedTuple):
    """An estimate and the ends of its interval."""

    estimate: float
    low: float
    high: float


def bootstrap_interval(metric, *columns, repeats=2000, level=0.95, seed=0):
    """Percentile interval of a metric over test rows drawn with replacement.

    Parameters
    ----------
    metric : callable
        Takes the columns, returns a number. It has to be defined on every draw: with very few
        positives a draw may hold none.
    *columns : array-like of shape (n_samples, ...)
        Truth, predictions and whatever else the metric needs; rows stay together.
    repeats : int, default=2000
    level : float, default=0.95
    seed : int, default=0

    Returns
    -------
    Interval
        Named tuple of ``estimate``, ``low`` and ``high``.

    References
    ----------
    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.

    Examples
    --------
    >>> bootstrap_interval(np.mean, [4.0, 4.0, 4.0])
    Interval(estimate=4.0, low=4.0, high=4.0)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, got {level}")
    columns = [np.asarray(column) for column in columns]
    check_consistent_length(*columns)
    draws = resampled(metric, columns, repeats, np.random.default_rng(seed))
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(metric(*columns)), float(low), float(high))


# --8<-- [start:bootstrap]
def resampled(metric, columns, repeats, rng):
    """Compute a metric on rows drawn with replacement, many times."""
    size = len(columns[0])
    draws = (rng.integers(size, size=size) for _ in range(repeats))
    return [metric(*(column[rows] for column in columns)) for rows in draws]


def paired_bootstrap(metric, y_true, first, second, **options):
    """Interval for the difference of two models on the same rows."""

    def difference(y, a, b):
        return metric(y, a) - metric(y, b)

    return bootstrap_interval(difference, y_true, first, second, **options)


# --8<-- [end:bootstrap]


class FraudMonth(NamedTuple):
    """Payments of a month, in the order of the days, and what two scorers say about them."""

    fraud: np.ndarray
    amount: np.ndarray
    rule: np.ndarray
    pattern: np.ndarray


def fraud_month(days=30, payments_per_day=2000, seed=0):
    """Draw a month of card payments of which about 0.3 % are fraud, scored by two systems.

    Planted: ``rule`` is how unusual an amount is for its card. Fraud is a little unusual nearly
    always, and then the amount is large. ``pattern`` recognises bursts of payments: it is sure
    about most of the fraud, small amounts included, and blind to one fraud in five.

    Parameters
    ----------
    days, payments_per_day : int
    seed : int, default=0

    Returns
    -------
    FraudMonth
        Named tuple of four arrays with one entry per payment: ``fraud`` (0 or 1), ``amount``
        in euros, ``rule`` and ``pattern`` (scores without unit).

    Examples
    --------
    >>> month = fraud_month(days=2, payments_per_day=500)
    >>> month.amount.shape
    (1000,)
    """
    rng = np.random.default_rng(seed)
    size = days * payments_per_day
    fraud = rng.random(size) < 0.003
    usual_amount = rng.lognormal(3.2, 0.6, size)
    rule = rng.normal(size=size) + 2.4 * fraud
    in_burst = fraud & (rng.random(size) < 0.8)
    pattern = rng.normal(size=size) + 3.2 * in_burst
    return FraudMonth(fraud.astype(int), usual_amount * np.exp(rule / 2), rule, pattern)


FIGURE_TEXT = 14  # points; still readable when a figure shrinks to the width of a phone


def _label_axes(axes, title="", x_label="", y_label=""):
    """Write the title and the labels of axes in the figure's one text size."""
    axes.set_title(title, loc="left", fontsize=FIGURE_TEXT)
    axes.set_xlabel(x_label, fontsize=FIGURE_TEXT)
    axes.set_ylabel(y_label, fontsize=FIGURE_TEXT)
    axes.tick_params(labelsize=FIGURE_TEXT - 1)


def figure_thresholds():
    """One set of scores, cut at three thresholds, with the four counts of each cut."""
    rng = np.random.default_rng(0)
    good, fraud = rng.beta(2.2, 5, 800), rng.beta(5, 2.6, 200)
    figure, rows = new_figure(rows=3, width=6.4, height=8.2, sharex=True, sharey=True)
    bins = np.linspace(0, 1, 26)
    for axes, threshold in zip(rows, [0.3, 0.5, 0.7], strict=True):
        for scores, line, fill in [(good, TEAL, PALE_TEAL), (fraud, ORANGE, PALE_ORANGE)]:
            axes.hist(scores, bins=bins, color=fill, edgecolor=line, alpha=0.75, linewidth=1)
        axes.axvline(threshold, color=INK, linewidth=2.5)
        hits, false_alarms = np.sum(fraud >= threshold), np.sum(good >= threshold)
        precision = hits / (hits + false_alarms)
        _label_axes(
            axes,
            f"Threshold {threshold}: precision {precision:.2f}, recall {hits / 200:.2f}",
        )
        notes = [
            (f"FN {200 - hits}", threshold - 0.02, 0.93, ORANGE, "right"),
            (f"TN {800 - false_alarms}", threshold - 0.02, 0.78, TEAL, "right"),
            (f"TP {hits}", threshold + 0.02, 0.93, ORANGE, "left"),
            (f"FP {false_alarms}", threshold + 0.02, 0.78, TEAL, "left"),
        ]
        for note, x, y, color, side in notes:
            axes.text(
                x,
                y,
                note,
                transform=axes.get_xaxis_transform(),
                color=color,
                ha=side,
                va="center",
                size=FIGURE_TEXT,
            )
        axes.set(yticks=[], xlim=(0, 1), ylim=(0, 125))
        axes.spines["left"].set_visible(False)
    rows[0].text(0.02, 88, "800\ngood", color=TEAL, size=FIGURE_TEXT, va="top")
    rows[0].text(0.97, 40, "200 fraud", color=ORANGE, size=FIGURE_TEXT, ha="right")
    _label_axes(rows[-1], rows[-1].get_title(loc="left"), "score")
    return figure


def figure_prevalence():
    """ROC and precision-recall curve of the same scores at two shares of positives."""
    rng = np.random.default_rng(0)
    positives, negatives = rng.normal(2, 1, 1000), rng.normal(0, 1, 99_000)
    figure, (roc, pr) = new_figure(columns=2, width=6.4, height=3.9)
    for count, color, style in [(1000, TEAL, "-"), (99_000, ORANGE, "--")]:
        truth = np.repeat([1, 0], [1000, count])
        scores = np.append(positives, negatives[:count])
        false_positive_rate, true_positive_rate, _ = roc_curve(truth, scores)
        precision, recall, _ = precision_recall_curve(truth, scores)
        gains = np.flatnonzero(np.diff(true_positive_rate)) + 1  # one point for each positive
        roc.plot(
            np.append(false_positive_rate[gains], 1),
            np.append(true_positive_rate[gains], 1),
            color=color,
            linestyle=style,
        )
        steps = np.flatnonzero(np.diff(recall))
        steps = steps[recall[steps] > 0.02]  # the first few rows jump between 0 and 1
        pr.plot(recall[steps], precision[steps], color=color, linestyle=style)
        pr.axhline(truth.mean(), color=color, linewidth=1.2, linestyle=":")
    roc.plot([0, 1], [0, 1], color=MUTED, linewidth=1.2, linestyle=":")
    roc.text(0.26, 0.85, "one curve\nfor both", color=INK, size=FIGURE_TEXT, va="top")
    roc.text(0.55, 0.38, "random", color=MUTED, size=FIGURE_TEXT)
    pr.text(0.42, 0.83, "50 %", color=TEAL, size=FIGURE_TEXT)
    pr.text(0.42, 0.26, "1 %", color=ORANGE, size=FIGURE_TEXT)
    pr.text(0.36, 0.53, "random, 50 %", color=TEAL, size=FIGURE_TEXT - 1)
    pr.text(0.03, 0.04, "random, 1 %", color=ORANGE, size=FIGURE_TEXT - 1)
    for axes in (roc, pr):
        axes.set(xlim=(0, 1), ylim=(0, 1.03), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    _label_axes(roc, "ROC", "false positive rate", "recall")
    _label_axes(pr, "Precision–recall", "recall", "precision")
    return figure
