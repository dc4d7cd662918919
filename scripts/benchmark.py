"""Print how long each from-scratch estimator takes beside scikit-learn's, on the same data.

    python3 scripts/dev.py run python scripts/benchmark.py

Nothing here is asserted: times depend on the machine, so read the ratios, of one run. The second
table shows how the time of our tree grows with the rows, next to n log n and to n squared.
"""

import sys
import timeit
import warnings
from pathlib import Path

import numpy as np
import sklearn.cluster
import sklearn.decomposition
import sklearn.ensemble
import sklearn.linear_model
import sklearn.tree
from sklearn.datasets import make_classification, make_regression

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from snippets.algorithms import (
    decision_trees,
    gradient_boosting,
    k_means_and_clustering,
    linear_regression,
    logistic_regression,
    pca_and_dimensionality_reduction,
    random_forests,
    regularization_and_bias_variance,
)


def pairs():
    """Yield name, our model, the library's with the same settings, and whether y is a class."""
    linear, trees = sklearn.linear_model, sklearn.tree
    yield "linear", linear_regression.LinearRegression(), linear.LinearRegression(), False
    yield "ridge", regularization_and_bias_variance.Ridge(), linear.Ridge(), False
    yield "lasso", regularization_and_bias_variance.Lasso(), linear.Lasso(), False
    exact = linear.LogisticRegression(solver="newton-cholesky", tol=1e-10)
    yield "logistic", logistic_regression.LogisticRegression(), exact, True
    ours = decision_trees.DecisionTreeClassifier(max_depth=5, random_state=0)
    yield "tree", ours, trees.DecisionTreeClassifier(max_depth=5, random_state=0), True
    ours = random_forests.RandomForestClassifier(10, random_state=0)
    library = sklearn.ensemble.RandomForestClassifier(10, random_state=0)
    yield "forest, 10 trees", ours, library, True
    ours = gradient_boosting.GradientBoostingRegressor(10, random_state=0)
    library = sklearn.ensemble.GradientBoostingRegressor(n_estimators=10, random_state=0)
    yield "boosting, 10 trees", ours, library, False
    ours = k_means_and_clustering.KMeans(5, n_init=3, random_state=0)
    yield "k-means", ours, sklearn.cluster.KMeans(5, n_init=3, random_state=0), False
    pca = pca_and_dimensionality_reduction.PCA(5)
    yield "PCA", pca, sklearn.decomposition.PCA(5), False


def seconds(model, X, y):
    """Return the best of three times to fit."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return min(timeit.repeat(lambda: model.fit(X, y), number=1, repeat=3))


def beside_the_library(rows=10_000, columns=20):
    """Print each estimator's time, the library's, and the ratio."""
    X, y = make_regression(rows, columns, noise=10, random_state=0)
    Z, labels = make_classification(rows, columns, random_state=0)
    print(f"{rows:,} rows, {columns} columns    ours     library    ratio")
    for name, ours, library, is_class in pairs():
        data = (Z, labels) if is_class else (X, y)
        mine, theirs = seconds(ours, *data), seconds(library, *data)
        print(f"{name:26}{mine * 1000:8.1f} ms{theirs * 1000:8.1f} ms{mine / theirs:8.1f}")


def growth(sizes=(1_000, 10_000, 100_000), columns=20):
    """Print how the time of our tree grows."""
    print(f"Our tree, depth 5: growth from {sizes[0]:,} rows    n log n        n²")
    tree, first = decision_trees.DecisionTreeClassifier(max_depth=5, random_state=0), None
    for n in sizes:
        taken = seconds(tree, *make_classification(n, columns, random_state=0))
        first = first or taken
        expected = n * np.log2(n) / (sizes[0] * np.log2(sizes[0]))
        print(f"{n:>9,} rows{taken / first:>22.0f}{expected:>20.0f}{(n / sizes[0]) ** 2:>12,.0f}")


if __name__ == "__main__":
    beside_the_library()
    print()
    growth()
