"""Each posting beside its entry, its account and the limits in force, and what that tells."""

from bank.domain.ledger.accounts import BEFORE_ALL
from bank.domain.ledger.entries import EntryKind
from bank.infrastructure.sql.postgresql.checks.terms import AGREED

_BY_CUSTOMER = ", ".join(str(int(kind)) for kind in EntryKind if kind.by_customer)
_ERA = "width_bucket(e.recorded_at, t.since)"
_GOES_OUT = "(p.amount_minor > 0) <> h.by_debits"
_PLACE = "int8send(p.account) || int8send(p.sequence)"
_STOOD = "(p.debits_minor - greatest(p.amount_minor, 0), p.balance_minor - p.amount_minor)"

PLACED = f"""
    SELECT p.account, p.sequence, p.entry, p.amount_minor, p.balance_minor, p.debits_minor,
           e.booking_date AS day, h.id AS owner,
           h.balance_minor IS DISTINCT FROM coalesce(p.balance_minor, 0)
               OR h.sequence IS DISTINCT FROM coalesce(p.sequence, 0) AS other_balance,
           h.debits_minor <> coalesce(p.debits_minor, 0) AS other_debits,
           h.counted_on <> coalesce(e.booking_date, '{BEFORE_ALL}') AS other_day,
           h.counted_on = e.booking_date
               AND (h.day_debits_minor, h.day_balance_minor) <> {_STOOD} AS off_day,
           h.counted_on - e.booking_date < 31
               AND date_part('month', h.counted_on) = date_part('month', e.booking_date)
               AND (h.month_debits_minor, h.month_balance_minor) <> {_STOOD} AS off_month,
           CASE position({_PLACE} IN e.legs) % 16
               WHEN 1 THEN true
               ELSE EXISTS (SELECT FROM generate_series(1, length(e.legs), 16) AS leg
                            WHERE substr(e.legs, leg, 16) = {_PLACE})
           END AS named,
           e.kind NOT IN ({EntryKind.CAPTURE}, {EntryKind.REVERSAL})
               AND {_GOES_OUT} AND p.available_minor < 0 AS uncovered,
           (p.available_minor IS NULL) <> (h.largest_overdraft IS NULL)
               OR p.available_minor > h.largest_overdraft
                  + CASE WHEN h.by_debits THEN p.balance_minor ELSE -p.balance_minor END
               AS unbounded,
           abs(p.amount_minor) > CASE WHEN {_GOES_OUT} THEN t.per_transfer[{_ERA}] END
               AS oversized,
           CASE WHEN {_GOES_OUT} THEN t.daily_out[{_ERA}] ELSE t.daily_in[{_ERA}] END AS of_day,
           CASE WHEN {_GOES_OUT} THEN t.monthly_out[{_ERA}] ELSE t.monthly_in[{_ERA}] END
               AS of_month
    FROM (SELECT * FROM posting WHERE book = :book) p
    FULL JOIN holder h ON h.id = p.account
    LEFT JOIN journal_entry e ON e.book = p.book AND e.id = p.entry
    LEFT JOIN agreed t ON t.place = h.place AND e.kind IN ({_BY_CUSTOMER})
    OFFSET 0
"""  # noqa: S608 - the kinds are ours
"""Every posting, and every account that has none.

``other_*`` say that the account stores something else than what this, its last posting, says;
``off_*`` that its counters say something else, should this be the first posting of the last day or
month. ``of_day`` and ``of_month`` are limits, on debits for a debit and on credits for a credit.
``OFFSET 0`` has it all worked out before the sort, which would carry entries and terms along.
"""

BEFORE = f"""
    SELECT *, debits_minor - greatest(amount_minor, 0) AS debits_then,
           debits_minor - greatest(amount_minor, 0) - balance_minor + amount_minor AS credits_then,
           lag(balance_minor, 1, 0::bigint) OVER w AS balance_before,
           lag(debits_minor, 1, 0::bigint) OVER w AS debits_before,
           lag(entry, 1, 0::bigint) OVER w AS entry_before,
           row_number() OVER w AS number,
           account IS NULL OR lead(sequence) OVER w IS NULL AS last,
           lag(day) OVER w IS DISTINCT FROM day AS first_of_day,
           CASE WHEN lag(day) OVER w = day THEN false
                ELSE lag(day) OVER w IS NULL OR day - lag(day) OVER w > 31
                     OR date_part('month', day) <> date_part('month', lag(day) OVER w)
           END AS first_of_month
    FROM ({PLACED}) placed WINDOW w AS (PARTITION BY account ORDER BY sequence)
"""  # noqa: S608 - ours
"""The same, with what the posting before it said."""

SINCE = f"""
    SELECT *, debits_minor - balance_minor AS credits_minor,
           max(debits_then) FILTER (WHERE first_of_day) OVER w AS day_debits,
           max(credits_then) FILTER (WHERE first_of_day) OVER w AS day_credits,
           max(debits_then) FILTER (WHERE first_of_month) OVER w AS month_debits,
           max(credits_then) FILTER (WHERE first_of_month) OVER w AS month_credits
    FROM ({BEFORE}) before
    WINDOW w AS (PARTITION BY account ORDER BY sequence
                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
"""  # noqa: S608 - ours
"""The same, with what was debited and credited before its day and its month began.

Both only grow, so that the largest value so far is the last.
"""

WITH_TERMS = f"WITH {AGREED}"
