"""`simulate`: years of a branch lived through at random, and an account of every notice."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.commands.voice import spoken
from bot.simulation.account import Account, Breach, Fate, Promise
from bot.simulation.years import simulate

BROKEN = 1
"""The exit code when a promise was broken."""


@dataclass
class Sum:
    """What came of all the years."""

    fates: Counter[Fate] = field(default_factory=Counter)
    breaches: dict[int, list[Breach]] = field(default_factory=dict)

    def add(self, account: Account) -> None:
        """Count a year."""
        self.fates += account.fates
        if account.breaches:
            self.breaches[account.seed] = account.breaches

    def broken(self, promise: Promise) -> int:
        """Return how often a promise was broken."""
        return sum(each.promise is promise for breaches in self.breaches.values() for each in breaches)


def run_simulation(years: int, seed: int, *, as_json: bool, verbose: bool) -> None:
    """Live through `years` years, those of `seed` and of the numbers after it. Raises SystemExit(1) when it must."""
    began, total = time.monotonic(), Sum()
    for account in simulate(seed, years, os.cpu_count() or 1):
        total.add(account)
        if verbose and account.story:
            print("\n".join([spoken("simulate.story", seed=account.seed), *account.story, ""]))
    took = round(time.monotonic() - began)
    if as_json:
        print(json.dumps(_data(years, seed, took, total), ensure_ascii=False))
    else:
        print("\n".join(_table(years, seed, took, total)))
    if total.breaches:
        sys.exit(BROKEN)


def _data(years: int, seed: int, took: int, total: Sum) -> dict[str, object]:
    broken = {each.value: total.broken(each) for each in Promise}
    where = {number: [[each.promise.value, each.what] for each in some] for number, some in total.breaches.items()}
    fates = {each.value: total.fates[each] for each in Fate}
    return {
        "years": years, "seed": seed, "seconds": took, "notices": total.fates.total(), "fates": fates,
        "broken": broken, "breaches": where,
    }  # fmt: skip


def _table(years: int, seed: int, took: int, total: Sum) -> Sequence[str]:
    lines = [spoken("simulate.years", n=years, first=seed, last=seed + years - 1, seconds=took)]
    lines += [_row("simulate.notices", total.fates.total())]
    lines += [_row(f"simulate.fate.{each}", total.fates[each]) for each in Fate]
    lines += ["", *(_row(f"simulate.promise.{each}", total.broken(each)) for each in Promise)]
    for number, breaches in total.breaches.items():
        lines += ["", spoken("simulate.again", seed=number), *(f"  {each.promise} {each.what}" for each in breaches)]
    return lines


def _row(key: str, number: int) -> str:
    return f"{number:>10}  {spoken(key)}"
