"""What the books must be like, whatever was asked: looked at without knowing what that was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tests.properties.asks import Start
from tests.properties.driver import Line, Stand
from tests.properties.model import Model


class Records:
    """Compares what is recorded with the model, and with what was recorded before."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self._lines: Sequence[Line] = []
        self._frozen: dict[date, tuple[int, dict[str, int]]] = {}

    def compare_stands(self, stands: Mapping[str, Stand], model: Model) -> None:
        """Every balance and what is held: as the model says, and as the holds themselves say."""
        for name, account in model.accounts.items():
            stand = stands[name]
            assert stand.balance == model.balance(name), name
            assert stand.held == model.held(name), name
            assert stand.stored == stand.held + stand.overdue, name
            if account.internal:
                continue
            assert stand.sequence == sum(
                name == each for entry in model.entries for each, _ in entry.legs
            )

    def compare_lines(self, lines: Sequence[Line], model: Model) -> None:
        """Every entry is the model's; numbers have no gaps; what is written stays as it is."""
        assert list(self._lines) == list(lines[: len(self._lines)])
        self._lines = lines
        first = self._start.last_entry + 1
        assert [line.number for line in lines] == list(range(first, first + len(lines)))
        assert [
            (
                line.number,
                line.booked_on,
                line.value_date,
                [(leg.account, leg.amount) for leg in line.legs],
            )
            for line in lines
        ] == [(e.number, e.booked_on, e.value_date, e.legs) for e in model.entries]
        moments = [(line.recorded_at, line.booked_on) for line in lines]
        assert moments == sorted(moments)
        assert [line.booked_on for line in lines] == sorted(line.booked_on for line in lines)
        running: dict[str, tuple[int, int, int]] = {}
        for line in lines:
            assert sum(leg.amount for leg in line.legs) == 0
            for leg in line.legs:
                if leg.account in running or not leg.account.startswith("till"):
                    sequence, balance, debits = running.get(leg.account, (0, 0, 0))
                    assert leg.sequence == sequence + 1
                    assert leg.balance == balance + leg.amount
                    assert leg.debits == debits + max(leg.amount, 0)
                running[leg.account] = (leg.sequence, leg.balance, leg.debits)

    def compare_days(self, closed: Mapping[date, int], model: Model) -> None:
        """Closed days follow each other, are what was booked on them, and never change again."""
        days = sorted(day for day in closed if day >= self._start.open_day)
        assert days == [self._start.open_day + timedelta(days=n) for n in range(len(days))]
        assert len(days) <= (model.open_day() - self._start.open_day).days
        assert not any(
            line.booked_on in closed and line.number > closed[line.booked_on]
            for line in self._lines
        )
        for day in days:
            last_entry = closed[day]
            balances: Counter[str] = Counter()
            for line in self._lines:
                if line.number <= last_entry:
                    assert line.booked_on <= day
                    balances.update({leg.account: 0 for leg in line.legs})
                    for leg in line.legs:
                        balances[leg.account] += leg.amount
            known = self._frozen.setdefault(day, (last_entry, dict(balances)))
            assert known == (last_entry, dict(balances))
