r"""
title: Would you find the same clusters again?
level: 3
packages: numpy

Clusters that change with every sample are no basis for a decision. Write `stability(X, k, rng)`,
which measures how far clusterings of overlapping samples agree. `cluster(X, k)` above is given: it
returns one label from 0 to `k - 1` per row, and uses no generator of yours.

Do the following ten times and return the mean of the ten agreements, a float:

1. Draw `first = rng.choice(len(X), size, replace=False)`, then `second` in the same way, with
   `size = round(0.8 * len(X))`.
2. Cluster `X[first]` and `X[second]`, each by itself.
3. Compare the labels of the rows that are in both samples, by the **adjusted Rand index**. It
   counts pairs of rows. Let $n_{ij}$ be the number of common rows with label $i$ in the first and
   $j$ in the second clustering, $a_i$ and $b_j$ the sums of the table's lines and columns, $n$ the
   sum of all. With $\binom{n}{2} = n(n-1)/2$:

$$
\begin{gathered}
S = \sum_{ij} \binom{n_{ij}}{2} \\
A = \sum_i \binom{a_i}{2}, \quad B = \sum_j \binom{b_j}{2} \\
E = AB \Big/ \binom{n}{2} \\
\mathrm{ARI} = \frac{S - E}{(A + B)/2 - E}
\end{gathered}
$$

With `k = 1` that would be 0 divided by 0; there the agreement is 1. There are always at least two
common rows.
"""

# %% setup
import numpy as np


def cluster(X, k):
    """Label the rows of X by k-means, the best of four starts."""
    rng, best = np.random.default_rng(0), np.inf
    for _ in range(4):
        centres = X[rng.choice(len(X), k, replace=False)]
        for _ in range(12):
            squared = ((X[:, None] - centres) ** 2).sum(axis=2)
            found = squared.argmin(axis=1)
            means = [X[found == j].mean(axis=0) if j in found else centres[j] for j in range(k)]
            centres = np.array(means)
        if squared.min(axis=1).sum() < best:
            best, labels = squared.min(axis=1).sum(), found
    return labels


# %% starter
def stability(X, k, rng):
    """Mean agreement of ten pairs of clusterings."""
    return 1.0


# %% wrong compares-names
"""You count equal labels. Cluster 0 of one run may be cluster 2 of the next: names mean nothing.
Compare *pairs* of rows, as the adjusted Rand index does."""


# fails: test_separate_clouds test_exact_value test_two_clusters
def stability(X, k, rng):
    size, agreements = round(0.8 * len(X)), []
    for _ in range(10):
        first = rng.choice(len(X), size, replace=False)
        second = rng.choice(len(X), size, replace=False)
        one, two = cluster(X[first], k), cluster(X[second], k)
        common, at, also_at = np.intersect1d(first, second, return_indices=True)
        agreements.append(np.mean(one[at] == two[also_at]))
    return float(np.mean(agreements))


# %% wrong not-the-same-rows
"""You compare the first row of one sample with the first of the other, but these are different rows
of `X`. Find the rows that are in both."""


# fails: test_separate_clouds test_exact_value test_two_clusters
def stability(X, k, rng):
    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()

    size, agreements = round(0.8 * len(X)), []
    for _ in range(10):
        first = rng.choice(len(X), size, replace=False)
        second = rng.choice(len(X), size, replace=False)
        table = np.zeros((k, k))
        np.add.at(table, (cluster(X[first], k), cluster(X[second], k)), 1)
        lines, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
        chance = lines * columns / pairs(table.sum())
        ceiling = (lines + columns) / 2
        value = 1.0 if k == 1 else (pairs(table) - chance) / (ceiling - chance)
        agreements.append(value)
    return float(np.mean(agreements))


# %% wrong not-adjusted
"""This is the share of pairs on which the two agree. Two random labelings agree on many pairs, too:
subtract what chance gives."""


# fails: test_exact_value test_noise test_two_clusters
def stability(X, k, rng):
    size, agreements = round(0.8 * len(X)), []
    for _ in range(10):
        first = rng.choice(len(X), size, replace=False)
        second = rng.choice(len(X), size, replace=False)
        one, two = cluster(X[first], k), cluster(X[second], k)
        common, at, also_at = np.intersect1d(first, second, return_indices=True)
        same = (one[at][:, None] == one[at]) == (two[also_at][:, None] == two[also_at])
        upper = np.triu_indices(len(common), 1)
        agreements.append(same[upper].mean())
    return float(np.mean(agreements))


# %% wrong same-sample-twice
"""Both clusterings see the same rows, so they always agree. Draw two samples."""


# fails: test_exact_value test_noise test_two_clusters
def stability(X, k, rng):
    size = round(0.8 * len(X))
    for _ in range(10):
        first = rng.choice(len(X), size, replace=False)
        cluster(X[first], k)
    return 1.0


# %% wrong zero-by-zero
"""With one cluster everything agrees, and your fraction is 0 divided by 0. Return 1 there."""


# fails: test_one_cluster
def stability(X, k, rng):
    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()

    size, agreements = round(0.8 * len(X)), []
    for _ in range(10):
        first = rng.choice(len(X), size, replace=False)
        second = rng.choice(len(X), size, replace=False)
        common, at, also_at = np.intersect1d(first, second, return_indices=True)
        table = np.zeros((k, k))
        np.add.at(table, (cluster(X[first], k)[at], cluster(X[second], k)[also_at]), 1)
        lines, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
        chance = lines * columns / pairs(table.sum())
        with np.errstate(invalid="ignore"):
            agreements.append((pairs(table) - chance) / ((lines + columns) / 2 - chance))
    return float(np.mean(agreements))


# %% hint
"""`common, at, also_at = np.intersect1d(first, second, return_indices=True)` gives the rows in both
samples, and where they stand in each."""

# %% hint
"""`np.add.at(table, (one, two), 1)` counts how often each pair of labels meets, in a table of zeros
of shape `(k, k)`."""

# %% hint
"""One small function for `n * (n - 1) / 2`, summed over an array, serves for $S$, $A$, $B$ and the
denominator of $E$."""


# %% solution
def stability(X, k, rng):
    """Mean agreement of ten pairs of clusterings."""
    if k == 1:
        return 1.0

    def pairs(counts):
        return (counts * (counts - 1) / 2).sum()  # equivalent: a constant factor cancels

    size, agreements = round(0.8 * len(X)), []
    for _ in range(10):
        first = rng.choice(len(X), size, replace=False)
        second = rng.choice(len(X), size, replace=False)
        common, at, also_at = np.intersect1d(first, second, return_indices=True)
        one, two = cluster(X[first], k)[at], cluster(X[second], k)[also_at]
        table = np.zeros((k, k))
        np.add.at(table, (one, two), 1)
        lines, columns = pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
        chance = lines * columns / pairs(table.sum())
        agreements.append((pairs(table) - chance) / ((lines + columns) / 2 - chance))
    return float(np.mean(agreements))


# %% tests
from math import comb

from snippets.checks import approx


def clouds(distance, rows=20):
    rng = np.random.default_rng(2)
    middles = np.repeat([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]], rows, axis=0)
    return distance * middles + rng.normal(size=(3 * rows, 2))


def expected(X, k, rng, samples=10):
    """The same by counting pairs one by one."""
    values = []
    for _ in range(samples):
        first = list(rng.choice(len(X), round(0.8 * len(X)), replace=False))
        second = list(rng.choice(len(X), round(0.8 * len(X)), replace=False))
        one = dict(zip(first, cluster(X[first], k), strict=True))
        two = dict(zip(second, cluster(X[second], k), strict=True))
        common = sorted(set(first) & set(second))
        together = [0, 0, 0]
        for position, row in enumerate(common):
            for other in common[:position]:
                in_one, in_two = one[row] == one[other], two[row] == two[other]
                together = np.add(together, [in_one and in_two, in_one, in_two])
        chance = together[1] * together[2] / comb(len(common), 2)
        values.append((together[0] - chance) / ((together[1] + together[2]) / 2 - chance))
    return sum(values) / samples


def test_separate_clouds():
    """Three clouds far apart are found again in every sample: 1."""
    X = clouds(30)
    assert stability(X, 3, np.random.default_rng(0)) == approx(1)


def test_exact_value():
    """Three clouds that touch: the value that counting pairs one by one gives."""
    X = clouds(2.5, rows=12)
    wanted = expected(X, 3, np.random.default_rng(3))
    assert stability(X, 3, np.random.default_rng(3)) == approx(wanted)


def test_two_clusters():
    """Three clouds, two clusters asked for: again the value from counting pairs."""
    X = clouds(4, rows=8)
    wanted = expected(X, 2, np.random.default_rng(4))
    assert stability(X, 2, np.random.default_rng(4)) == approx(wanted)


def test_noise():
    """Noise in eight columns gives less than 0.5."""
    X = np.random.default_rng(6).normal(size=(60, 8))
    assert stability(X, 3, np.random.default_rng(0)) < 0.5


def test_one_cluster():
    """With one cluster the agreement is 1."""
    assert stability(clouds(2), 1, np.random.default_rng(0)) == 1
