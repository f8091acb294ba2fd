"""How far one word is from another: letters put in, left out, changed, or two neighbours swapped."""

from collections.abc import Iterable, Iterator


def within(one: str, other: str, edits: int) -> bool:
    """Tell whether two words with the same first letter are at most so many edits apart."""
    if one == other:
        return True
    if one[:1] != other[:1] or abs(len(one) - len(other)) > edits:
        return False
    if edits == 1:
        return _one_edit(one, other)
    # An edit changes at most two of the letters that only one of the words has.
    return len(set(one) ^ set(other)) <= 2 * edits and distance(one, other, edits) <= edits


def near(word: str, others: Iterable[str], edits: int) -> Iterator[str]:
    """Give those of many words with the same first letter that are at most so many edits away."""
    middle, size = len(word) // 2, len(word)
    begin, end = word[: max(middle - 1, 1)], word[middle + 1 :]
    for other in others:
        if abs(len(other) - size) > edits or (edits == 1 and not (other.startswith(begin) or other.endswith(end))):
            continue  # one edit leaves all before the middle, or all behind it, as it is
        if within(word, other, edits):
            yield other


def _one_edit(one: str, other: str) -> bool:
    """Tell whether two different words are one edit apart: what follows the first difference must agree."""
    at = next((at for at, (mine, its) in enumerate(zip(one, other, strict=False)) if mine != its), -1)
    if at < 0:
        return True  # one is the other with a letter more at its end
    if len(one) != len(other):
        return one[at + 1 :] == other[at:] or one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def distance(one: str, other: str, most: int = 1000) -> int:
    """Count the edits (optimal string alignment) that turn one word into another; any number above `most` is one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [at]
        for place, facing in enumerate(other, start=1):
            cost = before[place - 1] + (letter != facing)
            cost = min(cost, before[place] + 1, row[-1] + 1)
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == facing:
                cost = min(cost, two_before[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
