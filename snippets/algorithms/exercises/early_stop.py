r"""
title: Stop early
level: 1
packages:

After every tree you measure the loss on validation rows. Write
`early_stop(valid_losses, patience, tol)`: which round do you keep?

- `valid_losses` is a list or another sequence of numbers; its first entry belongs to **round 1**,
  which is the best so far.
- A later round **improves** if its loss is smaller than the best loss so far by **more** than
  `tol`. Only then it becomes the new best. So equal losses, and gains of at most `tol`, change
  nothing.
- After `patience` rounds in a row without improvement, stop looking: later losses do not count.

Return the number of the best round. Raise `ValueError` if `patience` is smaller than 1, or if
there are no losses. `tol` is 0 or more.
"""


# %% starter
def early_stop(valid_losses, patience, tol):
    """Return the best round under a patience rule, counted from 1."""
    return len(valid_losses)


# %% wrong last-round
"""You return the round in which you stopped. Keep the best one: the later trees made it worse."""


# fails: test_noise test_ties test_no_improvement test_patience_runs_out test_tolerance
# fails: test_creeping
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        elif number - best_round == patience:
            return number
    return number


# %% wrong looks-at-everything
"""You take the smallest loss of all. When patience has run out, later rounds are never trained."""


# fails: test_patience_runs_out
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
    return best_round


# %% wrong counts-from-zero
"""You return a position; the first round is round 1."""


# fails: test_still_falling test_noise test_ties test_no_improvement test_patience_runs_out
# fails: test_tolerance test_creeping test_bad_input
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        elif number - best_round == patience:
            break
    return best_round - 1


# %% wrong ties-to-the-latest
"""Of equal losses you keep the last; the earliest is the smaller model."""


# fails: test_ties test_tolerance
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss <= best_loss - tol:
            best_round, best_loss = number, loss
        elif number - best_round == patience:
            break
    return best_round


# %% wrong no-tolerance
"""A gain of at most `tol` is no improvement."""


# fails: test_tolerance test_creeping
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss:
            best_round, best_loss = number, loss
        elif number - best_round == patience:
            break
    return best_round


# %% wrong best-slips-away
"""You lower the best loss without an improvement. Many tiny steps then never add up to one:
compare with the loss of the round that you would keep."""


# fails: test_creeping
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        best_loss = min(best_loss, loss)
        if number - best_round == patience:
            break
    return best_round


# %% wrong patient-by-one-more
"""You wait one round too long."""


# fails: test_patience_runs_out
def early_stop(valid_losses, patience, tol):
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        elif number - best_round > patience:
            break
    return best_round


# %% wrong total-patience
"""You count all bad rounds together. An improvement starts the count anew."""


# fails: test_noise
def early_stop(valid_losses, patience, tol):
    if patience < 1 or len(valid_losses) == 0:
        raise ValueError("patience and losses are needed")
    best_round, best_loss, bad = 1, valid_losses[0], 0
    for number, loss in enumerate(valid_losses[1:], 2):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        else:
            bad += 1
            if bad == patience:
                break
    return best_round


# %% wrong anything-goes
"""A patience of 0 and an empty list are accepted. Raise `ValueError`."""


# fails: test_bad_input
def early_stop(valid_losses, patience, tol):
    best_round, best_loss = 1, float("inf")
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        elif number - best_round >= patience:
            break
    return best_round


# %% hint
"""Keep two variables: the best loss so far and its round. `enumerate(valid_losses, 1)` counts
from 1."""

# %% hint
"""The rounds since the last improvement are `number - best_round`."""


# %% solution
def early_stop(valid_losses, patience, tol):
    """Return the best round under a patience rule, counted from 1."""
    if patience < 1:
        raise ValueError(f"patience must be 1 or more, got {patience!r}")
    if len(valid_losses) == 0:
        raise ValueError("valid_losses is empty: there is no round to keep")
    best_round, best_loss = 1, valid_losses[0]
    for number, loss in enumerate(valid_losses, 1):
        if loss < best_loss - tol:
            best_round, best_loss = number, loss
        elif number - best_round == patience:
            break
    return best_round


# %% tests
from snippets.checks import raises


def test_still_falling():
    """While the loss falls, the last round is the best."""
    assert early_stop([5.0, 4.0, 3.0, 2.0], 1, 0.0) == 4
    assert early_stop((7.0,), 1, 0.0) == 1


def test_noise():
    """Bad rounds between improvements are forgiven while patience lasts."""
    assert early_stop([5.0, 5.5, 4.0, 4.5, 3.0, 3.5, 2.0, 9.0], 2, 0.0) == 7


def test_ties():
    """On a plateau the earliest round is kept."""
    assert early_stop([5.0, 4.0, 4.0, 4.0, 4.0], 3, 0.0) == 2
    assert early_stop([5.0, 4.0, 4.0, 3.0, 3.0], 2, 0.0) == 4


def test_no_improvement():
    """If nothing is better than round 1, it is round 1."""
    assert early_stop([5.0, 6.0, 7.0], 2, 0.0) == 1
    assert early_stop([5.0, 6.0, 7.0], 9, 0.0) == 1


def test_patience_runs_out():
    """After `patience` bad rounds the search ends, whatever comes later."""
    assert early_stop([5.0, 4.0, 4.5, 4.6, 4.7, 1.0], 2, 0.0) == 2
    assert early_stop([5.0, 4.0, 4.5, 4.6, 1.0], 2, 0.0) == 2
    assert early_stop([5.0, 4.0, 4.5, 4.6, 1.0], 3, 0.0) == 5
    assert early_stop([5.0, 6.0, 1.0], 1, 0.0) == 1


def test_tolerance():
    """A gain of exactly `tol` is none; a larger one counts."""
    assert early_stop([5.0, 4.5, 4.5], 5, 0.5) == 1
    assert early_stop([5.0, 4.25, 4.0], 5, 0.5) == 2


def test_creeping():
    """Small gains add up against the best round, until together they exceed `tol`."""
    assert early_stop([5.0, 4.75, 4.5, 4.25, 4.0], 9, 0.6) == 4


def test_bad_input():
    """Patience below 1, or no losses: ValueError."""
    assert early_stop([2.0, 1.0], 1, 0.0) == 2
    for losses, patience in [([2.0, 1.0], 0), ([2.0, 1.0], -3), ([], 2)]:
        with raises(ValueError):
            early_stop(losses, patience, 0.0)
