"""
title: Name the cost of twelve functions
level: 2
packages:

Twelve short functions, `f1` to `f12`, stand above. `items` is a list of $n$ numbers
and `n` is a positive whole number. Each function gets the input that costs it **most**.

Write `complexity_of(name)`: it returns how the time of that function grows with $n$, as one of
these strings: `"1"`, `"log n"`, `"n"`, `"n log n"`, `"n^2"`, `"n^3"`, `"2^n"`.

Count every step that Python takes, also those inside a slice, an `in`, a `sorted` or a `sum`.
Take the tightest label that holds. Adding, comparing and indexing cost one step each.
"""


# %% setup
def f1(items):
    return items[0] + items[-1]


def f2(items):
    return sum(items) + max(items)


def f3(items):
    pairs = 0
    for left in items:
        for right in items:
            pairs += left < right
    return pairs


def f4(n):
    steps = 0
    while n > 1:
        n = n // 2
        steps += 1
    return steps


def f5(items):
    total = 0
    for i in range(len(items)):
        total += sum(items[:i])
    return total


def f6(items):
    for left in items:
        for right in items:
            if right >= items[0]:
                break
    return left


def f7(n):
    steps = 0
    for i in range(n):
        size = n
        while size > 1:
            size = size // 2
            steps += 1
    return steps


def f8(items):
    seen = []
    for item in items:
        if item not in seen:
            seen.append(item)
    return seen


def f9(items):
    seen = set()
    for item in items:
        if item not in seen:
            seen.add(item)
    return seen


def f10(n):
    return n if n < 2 else f10(n - 1) + f10(n - 1)


def f11(items):
    steps = 0
    size = len(items)
    while size > 0:
        for position in range(size):
            steps += 1
        size = size // 2
    return steps


def f12(items):
    ordered = sorted(items)
    return ordered[len(ordered) // 2]


# %% starter
def complexity_of(name):
    """Return the growth of the function of that name, such as "n log n"."""
    labels = {"f1": "1", "f2": "?"}
    return labels[name]


# %% wrong counts-loops-only
"""You counted loops. A loop says how often its body runs only when you look at its bounds (`f4`,
`f6`, `f7`, `f11`), and a line without a loop can hide one: a slice and a sum (`f5`), `in` on a
list (`f8`), a sort (`f12`), two calls of itself (`f10`)."""


# fails: test_halving test_hidden_loops test_early_break test_recursion test_shrinking_work
def complexity_of(name):
    loops = {"f1": 0, "f2": 1, "f3": 2, "f4": 1, "f5": 1, "f6": 2}
    loops |= {"f7": 2, "f8": 1, "f9": 1, "f10": 0, "f11": 2, "f12": 0}
    return ["1", "n", "n^2"][loops[name]]


# %% wrong set-like-list
"""`in` on a list walks along the list; `in` on a set looks in one place. `f8` and `f9` differ."""


# fails: test_hidden_loops
def complexity_of(name):
    labels = {"f1": "1", "f2": "n", "f3": "n^2", "f4": "log n", "f5": "n^2", "f6": "n"}
    labels |= {"f7": "n log n", "f8": "n", "f9": "n", "f10": "2^n", "f11": "n", "f12": "n log n"}
    return labels[name]


# %% wrong two-passes-are-two-loops
"""Two passes one after the other add up: n + n is still n. Only a loop *inside* a loop
multiplies."""


# fails: test_plain_loops
def complexity_of(name):
    labels = {"f1": "1", "f2": "n^2", "f3": "n^2", "f4": "log n", "f5": "n^2", "f6": "n"}
    labels |= {"f7": "n log n", "f8": "n^2", "f9": "n", "f10": "2^n", "f11": "n", "f12": "n log n"}
    return labels[name]


# %% wrong halving-inside
"""In `f11` the inner loop gets shorter each time: n + n/2 + n/4 + … stays below 2n. In `f7` it does
not: n times log n."""


# fails: test_shrinking_work
def complexity_of(name):
    labels = {"f1": "1", "f2": "n", "f3": "n^2", "f4": "log n", "f5": "n^2", "f6": "n"}
    labels |= {
        "f7": "n log n",
        "f8": "n^2",
        "f9": "n",
        "f10": "2^n",
        "f11": "n log n",
        "f12": "n log n",
    }
    return labels[name]


# %% hint
"""Ask of each line: how often does it run, and what does it cost when it runs? Multiply, then keep
the largest product."""

# %% hint
"""In `f6`, look at the first number that `right` takes: it is `items[0]`, and `items[0] >=
items[0]` holds at once. How often does the inner loop turn?"""

# %% hint
"""For `f10`, draw the first three levels of calls: 1, 2, 4, … For `f11`, add up
n + n/2 + n/4 + …"""


# %% solution
def complexity_of(name):
    """Return the growth of the function of that name, such as "n log n"."""
    labels = {
        "f1": "1",  # two look-ups, whatever the length
        "f2": "n",  # two passes, one after the other: 2n
        "f3": "n^2",  # n times n comparisons
        "f4": "log n",  # n can be halved log2(n) times
        "f5": "n^2",  # the slices hold 0 + 1 + ... + (n - 1) items
        "f6": "n",  # the inner loop stops at its first turn
        "f7": "n log n",  # n times log2(n) halvings
        "f8": "n^2",  # `in` walks along a list that grows to n
        "f9": "n",  # `in` on a set looks in one place on average
        "f10": "2^n",  # each call makes two more
        "f11": "n",  # n + n/2 + n/4 + ... < 2n
        "f12": "n log n",  # the sort
    }
    return labels[name]


# %% tests
def test_plain_loops():
    """`f1`, `f2`, `f3` and `f9`: no loop, two passes, a loop in a loop, a set."""
    assert {name: complexity_of(name) for name in ("f1", "f2", "f3", "f9")} == {
        "f1": "1",
        "f2": "n",
        "f3": "n^2",
        "f9": "n",
    }


def test_halving():
    """`f4` and `f7`: halving, alone and inside a loop."""
    assert {name: complexity_of(name) for name in ("f4", "f7")} == {"f4": "log n", "f7": "n log n"}


def test_hidden_loops():
    """`f5`, `f8` and `f12`: work that hides in a slice, in `in` and in `sorted`."""
    assert {name: complexity_of(name) for name in ("f5", "f8", "f12")} == {
        "f5": "n^2",
        "f8": "n^2",
        "f12": "n log n",
    }


def test_early_break():
    """`f6`: a loop that stops early."""
    assert complexity_of("f6") == "n"


def test_recursion():
    """`f10`: a function that calls itself twice."""
    assert complexity_of("f10") == "2^n"


def test_shrinking_work():
    """`f11`: an inner loop that gets shorter."""
    assert complexity_of("f11") == "n"
