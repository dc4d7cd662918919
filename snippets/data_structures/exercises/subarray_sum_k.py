"""
title: Count the runs that sum to k
level: 3
packages:

A log holds one number a minute: how much a balance went up or down. You are asked how often, over
some stretch of neighbouring minutes, the balance changed by exactly `k`.

Write `subarray_sum_k(nums, k)`: the number of stretches of **neighbouring** items, of length one
or more, whose sum is `k`. Stretches that overlap all count. The whole numbers in `nums` may be
negative or zero; `nums` may be empty, and then the count is 0. The list that you are given stays
as it is.

The list can be long. One pass must do: for 2,000 items your code may take 40,000 steps, where a
step is one line that runs.
"""


# %% starter
def subarray_sum_k(nums, k):
    """Count the stretches of neighbouring items whose sum is k."""
    ...


# %% wrong sliding-window
"""A window that grows while its sum is too small and shrinks while it is too large works for
positive numbers only: with a negative number, growing can make the sum smaller."""


# fails: test_negative_numbers test_zeros test_long_lists_in_one_pass
def subarray_sum_k(nums, k):
    count = start = total = 0
    for end, number in enumerate(nums):
        total += number
        while total > k and start <= end:
            total -= nums[start]
            start += 1
        if total == k and start <= end:
            count += 1
    return count


# %% wrong every-pair
"""Right, but you try every start with every end: about n²/2 sums. Remember the running totals that
you have met, and each end needs one look-up."""


# fails: test_long_lists_in_one_pass
def subarray_sum_k(nums, k):
    count = 0
    for start in range(len(nums)):
        total = 0
        for end in range(start, len(nums)):
            total += nums[end]
            count += total == k
    return count


# %% wrong no-empty-prefix
"""A stretch that begins at the first item is never counted: before the first item the running total
is 0, and that total has been met once."""


# fails: test_positive_numbers test_negative_numbers test_zeros test_long_lists_in_one_pass
def subarray_sum_k(nums, k):
    met = {}
    count = total = 0
    for number in nums:
        total += number
        count += met.get(total - k, 0)
        met[total] = met.get(total, 0) + 1
    return count


# %% wrong a-set-of-totals
"""You remember *whether* a running total was met. With zeros and negative numbers it can be met
several times, and each time begins another stretch: remember *how often*."""


# fails: test_negative_numbers test_zeros test_long_lists_in_one_pass
def subarray_sum_k(nums, k):
    met = {0}
    count = total = 0
    for number in nums:
        total += number
        count += total - k in met
        met.add(total)
    return count


# %% wrong remembers-too-early
"""You store the running total before you look. For `k = 0` it then finds itself: a stretch of
length zero."""


# fails: test_zeros test_long_lists_in_one_pass
def subarray_sum_k(nums, k):
    met = {0: 1}
    count = total = 0
    for number in nums:
        total += number
        met[total] = met.get(total, 0) + 1
        count += met.get(total - k, 0)
    return count


# %% wrong empties-the-list
"""Your code takes the items out of the caller's list. Loop over the list instead."""


# fails: test_list_is_left_alone
def subarray_sum_k(nums, k):
    met = {0: 1}
    count = total = 0
    while nums:
        total += nums.pop(0)
        count += met.get(total - k, 0)
        met[total] = met.get(total, 0) + 1
    return count


# %% hint
"""Let `total` be the sum of all items so far. The stretch from one place to another sums to the
later total minus the earlier one."""

# %% hint
"""At each item ask: how many earlier totals were `total - k`? A dictionary that maps a total to how
often it was met answers in one look-up."""

# %% hint
"""Start the dictionary with `{0: 1}`: before the first item, the total is 0."""


# %% solution
def subarray_sum_k(nums, k):
    """Count the stretches of neighbouring items whose sum is k."""
    times_met = {0: 1}  # running total -> how often it was met
    count = 0
    total = 0
    for number in nums:
        total += number
        count += times_met.get(total - k, 0)
        times_met[total] = times_met.get(total, 0) + 1
    return count


# %% tests
from snippets.checks import at_most_steps


def test_positive_numbers():
    """Positive numbers: overlapping stretches all count; an empty list has none."""
    assert subarray_sum_k([1, 2, 3], 3) == 2
    assert subarray_sum_k([2, 2, 2], 4) == 2
    assert subarray_sum_k([5], 4) == 0
    assert subarray_sum_k([], 4) == 0


def test_negative_numbers():
    """Negative numbers: the sum can go down and come back."""
    assert subarray_sum_k([3, -1, -2, 3], 3) == 3
    assert subarray_sum_k([-1, -1, 1], -1) == 3


def test_zeros():
    """Zeros lengthen a stretch without changing its sum; with k = 0 no empty stretch counts."""
    assert subarray_sum_k([0, 0, 0], 0) == 6
    assert subarray_sum_k([1, 0, 2], 0) == 1
    assert subarray_sum_k([0, 4, 0], 4) == 4


def test_long_lists_in_one_pass():
    """2,000 items take no more than 40,000 steps."""
    with at_most_steps(40_000):
        assert subarray_sum_k([1, -1] * 1000, 0) == 1_000_000


def test_list_is_left_alone():
    """The list that is passed in stays as it was."""
    nums = [1, 2, 3]
    subarray_sum_k(nums, 3)
    assert nums == [1, 2, 3]
