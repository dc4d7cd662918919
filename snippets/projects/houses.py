"""House prices: the California census table of 1990, and a generated twin with planted traps.

The real table is downloaded by the reader, once, from a pinned address and checked against its
sha256; it is not part of the handbook, because its publisher states no licence. The twin has the
same columns, needs no network, and hides five mistakes that real price data often hides.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pooch

FILE = "california_housing.csv"
ADDRESS = (
    "https://raw.githubusercontent.com/ageron/data/"
    "2ea73147454d2ff8c8a933913be4606f05b352ca/housing/housing.csv"
)
SHA256 = "2364609dc48bec7df3ba9dbb7041478e704ecddcee70ef1827ec3fc49d22c0cc"

VALUE_CAP = 500_001
AGE_CAP = 52
INCOME_RANGE = (0.4999, 15.0001)  # in units of 10,000 dollars
COLUMNS = [
    "longitude",
    "latitude",
    "housing_median_age",
    "total_rooms",
    "total_bedrooms",
    "population",
    "households",
    "median_income",
    "median_house_value",
    "ocean_proximity",
]


class DataError(RuntimeError):
    """The real data is out of reach, or is not the file it should be."""


def load_houses(source):
    """Load the table of house prices, one row for each block of houses.

    Parameters
    ----------
    source : {"twin", "real"}
        ``"twin"`` generates :func:`houses_twin` with its default size and seed. ``"real"`` reads
        the California census table, which :func:`fetch` downloads at the first call (1.4 MB).

    Returns
    -------
    pandas.DataFrame
        The ten columns of :data:`COLUMNS`; the twin adds two columns that are traps.

    Raises
    ------
    ValueError
        If the source has another name.
    DataError
        If the real file cannot be downloaded, or its content has changed.

    Examples
    --------
    >>> load_houses("twin").shape
    (6000, 12)
    >>> load_houses("reel")
    Traceback (most recent call last):
    ValueError: unknown source 'reel': choose 'twin' or 'real'
    """
    if source == "twin":
        return houses_twin()
    if source == "real":
        return pd.read_csv(fetch(FILE, ADDRESS, SHA256))
    raise ValueError(f"unknown source {source!r}: choose 'twin' or 'real'")


def data_folder():
    """Return the folder for downloaded data.

    The environment variable ``HANDBOOK_DATA`` names it; without it, it is the operating system's
    cache folder for the handbook.

    Returns
    -------
    pathlib.Path
    """
    return Path(os.environ.get("HANDBOOK_DATA") or pooch.os_cache("ml-engineer-handbook"))


def fetch(name, address, sha256):
    """Return the path of a data file; download it if the data folder does not hold it.

    A file that is there is read, never replaced: if its content differs from what the handbook
    was written with, you decide what happens to it.

    Parameters
    ----------
    name : str
        File name inside :func:`data_folder`.
    address : str
        Where to download it, at a fixed version.
    sha256 : str
        Hash of the right content.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    DataError
        Naming file, address and the way out.
    """
    path = data_folder() / name
    way_out = 'Or work offline with source="twin" (in a notebook: HANDBOOK_SOURCE=twin).'
    if path.exists():
        if pooch.file_hash(str(path)) != sha256:
            raise DataError(
                f"{path} is not the file that the handbook was written with: its sha256 differs. "
                f"It was left as it is. Move it away, and the right one is downloaded from "
                f"{address}. {way_out}"
            )
        return path
    pooch.get_logger().setLevel("WARNING")
    try:
        pooch.retrieve(address, known_hash=f"sha256:{sha256}", fname=name, path=path.parent)
    except (OSError, ValueError) as error:  # no network or disk; other content than expected
        raise DataError(
            f"{name} could not be downloaded from {address} into {path.parent} "
            f"({type(error).__name__}: {error}). With a copy of your own, name its folder in "
            f"HANDBOOK_DATA. {way_out}"
        ) from error
    return path


def houses_twin(rows=6000, seed=0, traps=True):
    """Generate a table like the California census table, for a state that does not exist.

    Blocks cluster around towns. Value grows with income, falls with the distance to the coast,
    and follows a smooth map of good and bad addresses. A model learns that map from neighbouring
    blocks, so a random split is optimistic: it says nothing about a town without sales. The older
    the houses of a block, the wider its values scatter.

    As in the real table, values are capped at 500,001 dollars, ages at 52 years, and about 1% of
    ``total_bedrooms`` is missing.

    Five traps are planted:

    1. ``price_per_room`` is computed from the target.
    2. ``assessed_value`` is the tax assessment that is made after the sale.
    3. About 3% of the rows list a block a second time.
    4. About 1% of ``median_income`` is in dollars, the rest in units of 10,000 dollars.
    5. The cap hides what expensive blocks are worth.

    Parameters
    ----------
    rows : int
        Number of rows, copies included; at least 100.
    seed : int
        Same seed, same table.
    traps : bool
        False leaves out traps 1 to 4.

    Returns
    -------
    pandas.DataFrame
        The ten columns of :data:`COLUMNS`, and with traps the two columns named above.

    Raises
    ------
    ValueError
        If there are fewer than 100 rows.

    Examples
    --------
    >>> houses = houses_twin()
    >>> list(houses.columns[:10]) == COLUMNS
    True

    The traps are there:

    >>> rooms = houses.total_rooms / houses.households
    >>> float((houses.price_per_room - houses.median_house_value / rooms).abs().max()) < 0.01
    True
    >>> float(houses.assessed_value.corr(houses.median_house_value)) > 0.99
    True
    >>> int(houses.duplicated().sum())
    180
    >>> int((houses.median_income > INCOME_RANGE[1]).sum())
    60
    >>> int((houses.median_house_value == VALUE_CAP).sum()) > 100
    True

    Without them:

    >>> clean = houses_twin(traps=False)
    >>> clean.shape, int(clean.duplicated().sum()), float(clean.median_income.max()) < 15.01
    ((6000, 10), 0, True)
    """
    if rows < 100:
        raise ValueError(f"rows must be at least 100, got {rows}")
    random = np.random.default_rng(seed)
    copies = round(0.03 * rows) if traps else 0
    houses = _blocks(rows - copies, random)
    if not traps:
        return houses
    count = len(houses)
    rooms_per_household = houses["total_rooms"] / houses["households"]
    houses["price_per_room"] = (houses["median_house_value"] / rooms_per_household).round(2)
    assessment_error = random.normal(0, 0.05, count)
    assessed_value = houses["median_house_value"] * np.exp(assessment_error)
    houses["assessed_value"] = assessed_value.round(-2)
    in_dollars = random.choice(count, round(0.01 * rows), replace=False)
    houses.loc[in_dollars, "median_income"] *= 10_000
    others = np.setdiff1d(np.arange(count), in_dollars)
    listed_twice = houses.loc[random.choice(others, copies, replace=False)]
    mixed = random.permutation(rows)
    return pd.concat([houses, listed_twice], ignore_index=True).loc[mixed].reset_index(drop=True)


def _blocks(count, random):
    """Generate the blocks themselves, without errors in the records."""
    town = random.choice(60, count, p=random.dirichlet(np.full(60, 0.7)))
    town_latitude = random.uniform(32.8, 41.5, 60)
    town_from_coast = random.gamma(1.0, 1.2, 60)
    latitude = (town_latitude[town] + random.normal(0, 0.15, count)).round(2)
    from_coast = (town_from_coast[town] + random.normal(0, 0.18, count)).clip(0.01, 6).round(2)
    island = random.choice(count, 5, replace=False)
    latitude[island], from_coast[island] = 33.4, -0.4
    longitude = (_coast(latitude) + from_coast).round(2)

    near_bay = (abs(latitude - 37.7) < 0.5) & (from_coast < 0.8)
    ocean_proximity = np.select(
        [from_coast < 0, near_bay, from_coast < 0.15, from_coast < 0.9],
        ["ISLAND", "NEAR BAY", "NEAR OCEAN", "<1H OCEAN"],
        "INLAND",
    )
    address = _address_quality(longitude, latitude, random)
    income = np.exp(1.25 + 0.4 * address + random.normal(0, 0.38, count)).clip(*INCOME_RANGE)
    age = random.gamma(5, 6, count).round().clip(1, AGE_CAP)
    households = np.exp(random.normal(6, 0.65, count)).round().clip(2)
    rooms_per_household = np.exp(random.normal(1.4, 0.2, count) + 0.25 * np.log(income / 3.5))
    total_rooms = (households * rooms_per_household).round()
    total_bedrooms = (total_rooms * random.normal(0.21, 0.03, count).clip(0.1, 0.4)).round()
    total_bedrooms[random.choice(count, round(0.01 * count), replace=False)] = np.nan
    people_per_household = np.exp(random.normal(1.05, 0.22, count))
    scatter = 0.03 + 0.008 * (age - 20).clip(0)
    log_value = (
        12.35
        + 0.55 * np.log(income / 3.5)
        - 0.55 * np.tanh(from_coast.clip(0))
        + 0.4 * address
        + 0.003 * (age - 30)
        - 0.3 * (np.log(people_per_household) - 1.05)
        + scatter * random.normal(0, 1, count)
    )
    value = np.exp(log_value).round(-2).clip(14_999, VALUE_CAP - 1)
    value[value == VALUE_CAP - 1] = VALUE_CAP
    columns = [
        longitude,
        latitude,
        age,
        total_rooms,
        total_bedrooms,
        (households * people_per_household).round(),
        households,
        income.round(4),
        value,
        ocean_proximity,
    ]
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _coast(latitude):
    """Return the longitude of the coast: a straight line from north-west to south-east."""
    return -124.2 + 0.72 * (42 - latitude)


def _address_quality(longitude, latitude, random):
    """Return a smooth random map of good and bad addresses, with mean about 0."""
    quality = np.zeros(len(longitude))
    for _ in range(300):
        place = random.integers(len(longitude))
        squared = (longitude - longitude[place]) ** 2 + (latitude - latitude[place]) ** 2
        quality += random.normal() * np.exp(-squared / (2 * 0.14**2))
    return (quality - quality.mean()) / quality.std()
