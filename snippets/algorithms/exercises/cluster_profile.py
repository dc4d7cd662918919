r"""
title: Profile the segments
level: 2
packages: numpy, pandas

Numbers 0, 1 and 2 mean nothing to marketing. Write `profile(df, labels)`, which describes clusters
in the units that people know. `df` has one customer per row, with number columns and text columns
and nothing missing; `labels` is an array with the cluster of each row of `df`, in the same order.
The index of `df` can be anything.

Return a table with one row per cluster. Its index holds the labels, sorted. Its columns, in this
order:

- `size`: the number of rows in the cluster;
- for each number column `c` of `df`, two columns: `c`, the mean in the cluster, and `c lift`, that
  mean divided by the mean of **all rows** of `df`;
- for each text column `c`, and each of its values `v` in sorted order, again two: `c=v`, the share
  of the cluster's rows that have that value, and `c=v lift`, that share divided by the share
  among all rows.

Number and text columns come in the order in which they stand in `df`. A cluster's shares of one
text column sum to 1; a value that does not occur in it has the share 0. Leave `df` as it is.
"""

# %% setup
import numpy as np
import pandas as pd


# %% starter
def profile(df, labels):
    """Size of each cluster, and mean or share and lift of each column."""
    out = pd.DataFrame({"size": pd.Series(labels).value_counts().sort_index()})
    return out


# %% wrong scaled-values
"""These are means of standardised columns. Nobody can act on "basket 1.3": give means in the
column's own unit."""


# fails: test_means test_index_does_not_matter test_whole_table
def profile(df, labels):
    out = pd.DataFrame({"size": df.groupby(labels).size()})
    for name, column in df.items():
        if pd.api.types.is_numeric_dtype(column):
            scaled = (column - column.mean()) / column.std(ddof=0)
            out[name] = scaled.groupby(labels).mean()
            out[f"{name} lift"] = column.groupby(labels).mean() / column.mean()
        else:
            for value in sorted(column.unique()):
                has = (column == value).astype(float)
                out[f"{name}={value}"] = has.groupby(labels).mean()
                out[f"{name}={value} lift"] = out[f"{name}={value}"] / has.mean()
    return out


# %% wrong shares-of-the-category
"""You divide by the number of rows with that *value*, so the shares of a cluster do not sum to 1.
Divide by the size of the cluster."""


# fails: test_shares test_lift_of_shares test_whole_table
def profile(df, labels):
    out = pd.DataFrame({"size": pd.Series(labels).value_counts().sort_index()})
    for name, column in df.items():
        if pd.api.types.is_numeric_dtype(column):
            out[name] = column.groupby(labels).mean()
            out[f"{name} lift"] = out[name] / column.mean()
        else:
            for value in sorted(column.unique()):
                has = (column == value).astype(float)
                out[f"{name}={value}"] = has.groupby(labels).sum() / has.sum()
                out[f"{name}={value} lift"] = out[f"{name}={value}"] / has.mean()
    return out


# %% wrong ignores-cluster-size
"""Your lift compares with the mean of the cluster means, as if all clusters were equally large.
Compare with the mean of all rows."""


# fails: test_lift_of_means test_lift_of_shares test_index_does_not_matter test_whole_table
def profile(df, labels):
    out = pd.DataFrame({"size": pd.Series(labels).value_counts().sort_index()})
    for name, column in df.items():
        if pd.api.types.is_numeric_dtype(column):
            signals = {name: column}
        else:
            values = sorted(column.unique())
            signals = {f"{name}={value}": (column == value).astype(float) for value in values}
        for title, signal in signals.items():
            out[title] = signal.groupby(labels).mean()
            out[f"{title} lift"] = out[title] / out[title].mean()
    return out


# %% wrong aligned-by-index
"""`pd.Series(labels)` has an index of its own, 0, 1, 2 ..., and pandas matches by index. Your table
is right only when the index of `df` is the same. Group by the array itself."""


# fails: test_index_does_not_matter
def profile(df, labels):
    groups = pd.Series(labels)
    out = pd.DataFrame({"size": groups.value_counts().sort_index()})
    for name, column in df.items():
        if pd.api.types.is_numeric_dtype(column):
            signals = {name: column}
        else:
            values = sorted(column.unique())
            signals = {f"{name}={value}": (column == value).astype(float) for value in values}
        for title, signal in signals.items():
            out[title] = signal.groupby(groups).mean()
            out[f"{title} lift"] = out[title] / signal.mean()
    return out


# %% wrong writes-a-column
"""You write the labels into the caller's table. Use them for grouping without storing them."""


# fails: test_table_is_left_alone
def profile(df, labels):
    columns = list(df)
    df["cluster"] = labels
    out = pd.DataFrame({"size": df.groupby("cluster").size()})
    for name in columns:
        column = df[name]
        if pd.api.types.is_numeric_dtype(column):
            signals = {name: column}
        else:
            values = sorted(column.unique())
            signals = {f"{name}={value}": (column == value).astype(float) for value in values}
        for title, signal in signals.items():
            out[title] = signal.groupby(df["cluster"]).mean()
            out[f"{title} lift"] = out[title] / signal.mean()
    return out


# %% wrong no-sizes
"""A segment of three customers looks as important as one of three thousand. Give the sizes."""


# fails: test_size test_whole_table
def profile(df, labels):
    out = pd.DataFrame({"size": pd.Series(labels).value_counts(normalize=True).sort_index()})
    for name, column in df.items():
        if pd.api.types.is_numeric_dtype(column):
            signals = {name: column}
        else:
            values = sorted(column.unique())
            signals = {f"{name}={value}": (column == value).astype(float) for value in values}
        for title, signal in signals.items():
            out[title] = signal.groupby(labels).mean()
            out[f"{title} lift"] = out[title] / signal.mean()
    return out


# %% hint
"""`column.groupby(labels).mean()` groups by position: an array has no index that could
disagree."""

# %% hint
"""A share is a mean: the mean of a column that is 1 where the text equals the value and 0
elsewhere."""

# %% hint
"""`pd.api.types.is_numeric_dtype(column)` tells number columns from text columns."""


# %% solution
def profile(df, labels):
    """Size of each cluster, and mean or share and lift of each column."""
    out = pd.DataFrame({"size": df.groupby(labels).size()})
    for name, column in df.items():
        if pd.api.types.is_numeric_dtype(column):
            signals = {name: column}
        else:
            values = sorted(column.unique())
            signals = {f"{name}={value}": (column == value).astype(float) for value in values}
        for title, signal in signals.items():
            out[title] = signal.groupby(labels).mean()
            out[f"{title} lift"] = out[title] / signal.mean()
    return out


# %% tests
from snippets.checks import approx

LABELS = np.array([2, 0, 2, 2, 0])


def customers(index=None):
    columns = {
        "visits": [4, 10, 2, 6, 8],
        "channel": ["web", "app", "web", "shop", "app"],
        "basket": [90.0, 20.0, 70.0, 80.0, 40.0],
    }
    return pd.DataFrame(columns, index=index)


def test_size():
    """Sizes, one row per cluster, sorted by label."""
    table = profile(customers(), LABELS)
    assert list(table.index) == [0, 2]
    assert list(table["size"]) == [2, 3]


def test_means():
    """Means in the column's own unit."""
    table = profile(customers(), LABELS)
    assert table["visits"] == approx([9, 4])
    assert table["basket"] == approx([30, 80])


def test_lift_of_means():
    """The lift of a mean is relative to the mean of all rows, 6 visits and 60 euros."""
    table = profile(customers(), LABELS)
    assert table["visits lift"] == approx([9 / 6, 4 / 6])
    assert table["basket lift"] == approx([30 / 60, 80 / 60])


def test_shares():
    """Shares are of the cluster's rows: they sum to 1, and a missing value has 0."""
    table = profile(customers(), LABELS)
    assert table["channel=app"] == approx([1, 0])
    assert table["channel=shop"] == approx([0, 1 / 3])
    assert table["channel=web"] == approx([0, 2 / 3])


def test_lift_of_shares():
    """The lift of a share is relative to the share among all rows."""
    table = profile(customers(), LABELS)
    assert table["channel=app lift"] == approx([1 / 0.4, 0])
    assert table["channel=web lift"] == approx([0, 2 / 3 / 0.4])


def test_whole_table():
    """All columns, in the order that the task gives."""
    table = profile(customers()[["channel", "visits"]], LABELS)
    assert list(table) == [
        "size",
        "channel=app",
        "channel=app lift",
        "channel=shop",
        "channel=shop lift",
        "channel=web",
        "channel=web lift",
        "visits",
        "visits lift",
    ]
    rows = [[2, 1, 2.5, 0, 0, 0, 0, 9, 1.5], [3, 0, 0, 1 / 3, 5 / 3, 2 / 3, 5 / 3, 4, 2 / 3]]
    assert table.to_numpy() == approx(rows)


def test_index_does_not_matter():
    """Labels belong to rows by position, whatever the index of the table is."""
    table = profile(customers(index=[3, 2, 4, 0, 1]), LABELS)
    assert table["basket"] == approx([30, 80])
    assert table["basket lift"] == approx([30 / 60, 80 / 60])


def test_table_is_left_alone():
    """`df` has the same columns afterwards."""
    df = customers()
    profile(df, LABELS)
    assert list(df) == ["visits", "channel", "basket"]
