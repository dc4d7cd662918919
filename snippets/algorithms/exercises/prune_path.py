r"""
title: Choose the price of a leaf
level: 3
packages: numpy, scikit-learn

Cost-complexity pruning needs a price for each leaf, `ccp_alpha`. Choose it with validation rows.
Write `prune_path(X_train, y_train, X_val, y_val)`, which returns the price as a float.

1. The candidates are the `ccp_alphas` of
   `DecisionTreeClassifier(random_state=0).cost_complexity_pruning_path(X_train, y_train)`. Rounding
   can make one a little negative: count it as 0.
2. For each candidate, fit `DecisionTreeClassifier(random_state=0, ccp_alpha=...)` on the training
   rows and take its accuracy on the validation rows.
3. If $a$ is the best of these accuracies and there are $n$ validation rows, its standard error is
   $\sqrt{a(1 - a)/n}$.
4. Return the **largest** candidate whose accuracy is at least $a$ minus one standard error: the
   simplest tree that is not clearly worse than the best one.
"""

# %% setup
import numpy as np
from sklearn.tree import DecisionTreeClassifier


# %% starter
def prune_path(X_train, y_train, X_val, y_val):
    """Price of a leaf, chosen on validation rows by the one-standard-error rule."""
    return 0.0


# %% wrong best-on-training
"""You choose by the accuracy on the training rows. There the unpruned tree always wins,
and nothing is pruned."""


# fails: test_not_clearly_worse test_simplest test_few_validation_rows test_nothing_to_learn
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    accuracies = []
    for alpha in alphas:
        tree = DecisionTreeClassifier(random_state=0, ccp_alpha=alpha)
        accuracies.append(tree.fit(X_train, y_train).score(X_train, y_train))
    best = max(accuracies)
    error = np.sqrt(best * (1 - best) / len(y_val))
    return float(alphas[accuracies >= best - error].max())


# %% wrong best-on-validation
"""You take the candidate with the best validation accuracy. It owes part of its lead to
luck: take the largest one within one standard error."""


# fails: test_simplest test_few_validation_rows
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    return float(alphas[accuracies >= best].max())


# %% wrong smallest-good-enough
"""Of the candidates within one standard error you take the smallest price, which is
the largest tree."""


# fails: test_simplest test_few_validation_rows test_random_state
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(y_val))
    return float(alphas[accuracies >= best - error].min())


# %% wrong spread-not-error
"""You forgot to divide by the number of validation rows: $a(1 - a)$ is the variance of one row,
not of the mean."""


# fails: test_not_clearly_worse test_few_validation_rows test_random_state
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best))
    return float(alphas[accuracies >= best - error].max())


# %% wrong rows-of-training
"""The accuracy was measured on the validation rows, so their number counts."""


# fails: test_few_validation_rows
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(y_train))
    return float(alphas[accuracies >= best - error].max())


# %% wrong path-of-validation
"""The path comes from the validation rows. Its prices belong to another tree."""


# fails: test_one_of_the_candidates test_not_clearly_worse test_simplest test_few_validation_rows
# fails: test_nothing_to_learn test_random_state
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_val, y_val).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(y_val))
    return float(alphas[accuracies >= best - error].max())


# %% wrong prunes-everything
"""You return the largest price of all. The root alone is good enough only where nothing can be
learned."""


# fails: test_not_clearly_worse test_few_validation_rows test_perfect_tree test_random_state
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    return float(full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.max())


# %% wrong one-price-too-far
"""The largest good candidate is the answer, not the one after it."""


# fails: test_not_clearly_worse test_few_validation_rows test_perfect_tree test_random_state
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(y_val))
    return float(alphas[min(np.flatnonzero(accuracies >= best - error).max() + 1, len(alphas) - 1)])


# %% wrong another-seed
"""Equal gains are broken at random. Give every tree, and the path, the seed of the task:
`random_state=0`."""


# fails: test_few_validation_rows test_random_state
def prune_path(X_train, y_train, X_val, y_val):
    full = DecisionTreeClassifier(random_state=1)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=1, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(y_val))
    return float(alphas[accuracies >= best - error].max())


# %% hint
"""`tree.score(X_val, y_val)` is the accuracy. Collect one per candidate in an array."""

# %% hint
"""`alphas[accuracies >= limit]` holds the candidates that are good enough; the path is in ascending
order, so the last one is the largest."""


# %% solution
def prune_path(X_train, y_train, X_val, y_val):
    """Price of a leaf, chosen on validation rows by the one-standard-error rule."""
    full = DecisionTreeClassifier(random_state=0)
    alphas = full.cost_complexity_pruning_path(X_train, y_train).ccp_alphas.clip(min=0)
    trees = [DecisionTreeClassifier(random_state=0, ccp_alpha=alpha) for alpha in alphas]
    accuracies = np.array([tree.fit(X_train, y_train).score(X_val, y_val) for tree in trees])
    best = accuracies.max()
    error = np.sqrt(best * (1 - best) / len(y_val))
    return float(alphas[accuracies >= best - error].max())


# %% tests
from functools import cache
from snippets.checks import approx


@cache
def noisy_parts(seed, n_train=60, n_val=80):
    """Two features that matter, two that do not, and a fifth of the labels turned around."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_train + n_val, 4))
    y = (X[:, 0] > 0) & (X[:, 1] > -0.5)
    y = np.where(rng.random(len(y)) < 0.2, ~y, y).astype(int)
    return X[:n_train], y[:n_train], X[n_train:], y[n_train:]


def candidates(parts):
    """Accuracy on the validation rows for every price on the path."""
    X_train, y_train, X_val, y_val = parts
    path = DecisionTreeClassifier(random_state=0).cost_complexity_pruning_path(X_train, y_train)
    found = {}
    for alpha in path.ccp_alphas.clip(min=0):
        tree = DecisionTreeClassifier(random_state=0, ccp_alpha=alpha).fit(X_train, y_train)
        found[float(alpha)] = float(np.mean(tree.predict(X_val) == y_val))
    return found


@cache
def judged(seed, n_train=60, n_val=80):
    """All prices, and those that are good enough."""
    accuracy = candidates(noisy_parts(seed, n_train, n_val))
    best = max(accuracy.values())
    limit = best - (best * (1 - best) / n_val) ** 0.5
    return list(accuracy), [alpha for alpha in accuracy if accuracy[alpha] >= limit]


def test_one_of_the_candidates():
    """The price is one of those at which the training tree changes."""
    every, _ = judged(0)
    assert prune_path(*noisy_parts(0)) in every


def test_not_clearly_worse():
    """Its accuracy is within one standard error of the best."""
    for seed in range(3):
        _, good_enough = judged(seed)
        assert prune_path(*noisy_parts(seed)) in good_enough


def test_simplest():
    """No candidate with a higher price is within one standard error of the best."""
    for seed in range(3):
        _, good_enough = judged(seed)
        chosen = prune_path(*noisy_parts(seed))
        assert [alpha for alpha in good_enough if alpha > chosen] == []


def test_few_validation_rows():
    """The standard error comes from the number of validation rows, however few."""
    for seed in range(3, 7):
        _, good_enough = judged(seed, n_train=90, n_val=20)
        assert prune_path(*noisy_parts(seed, n_train=90, n_val=20)) == approx(good_enough[-1])


def test_perfect_tree():
    """If the best tree makes no mistake, the error is 0, and no other accuracy will do."""
    X, y = np.arange(40.0)[:, None], np.arange(40) // 10 % 2
    assert prune_path(X, y, X + 0.1, y) == approx(0)


def test_nothing_to_learn():
    """Where the majority is as good as any tree, the whole tree goes."""
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(120, 3)), (np.arange(120) % 3 == 0).astype(int)
    parts = X[:60], y[:60], X[60:], y[60:]
    assert prune_path(*parts) == approx(max(candidates(parts)))


def test_random_state():
    """With many equal gains the tree depends on its seed: 0 for the path and for every tree."""
    rng = np.random.default_rng(51)
    X = rng.integers(0, 2, (100, 5))
    y = (X[:, :2].sum(axis=1) + rng.integers(0, 2, 100) > 1).astype(int)
    parts = X[:50], y[:50], X[50:], y[50:]
    accuracy = candidates(parts)
    best = max(accuracy.values())
    limit = best - (best * (1 - best) / 50) ** 0.5
    expected = max(alpha for alpha in accuracy if accuracy[alpha] >= limit)
    assert prune_path(*parts) == approx(expected)
