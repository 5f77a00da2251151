"""Closed business days, and what the books stood at then."""

from bank.application.ledger.proofs import Proof
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass

DAYS = Pass(
    """
    SELECT d.*, h.last_entry AS head_entry, h.last_recorded_at, h.booking_date AS open_day
    FROM (SELECT day, last_entry, closed_at, lag(last_entry) OVER w AS entry_before,
                 lag(closed_at) OVER w AS closed_before
          FROM business_day WHERE book = :book WINDOW w AS (ORDER BY day)) d,
         ledger_head h
    WHERE h.book = :book
    """,
    (
        Condition(
            Proof.DAYS_IN_ORDER,
            "day {}",
            "day",
            """last_entry < entry_before OR closed_at < closed_before OR last_entry > head_entry
               OR closed_at > last_recorded_at OR day >= open_day""",
        ),
    ),
)

TOTALS = Pass(
    """
    WITH day AS MATERIALIZED (
        SELECT day, row_number() OVER (ORDER BY day) AS number
        FROM business_day WHERE book = :book),
    moved AS MATERIALIZED (
        SELECT width_bucket(p.entry, (SELECT array_agg(last_entry + 1 ORDER BY day)
                                      FROM business_day WHERE book = :book)) + 1 AS number,
               a.gl_code, a.currency, a.kind, sum(p.amount_minor) AS amount_minor
        FROM posting p JOIN ledger_account a ON a.book = p.book AND a.id = p.account
        WHERE p.book = :book GROUP BY 1, 2, 3, 4),
    stood AS (
        SELECT d.day, k.gl_code, k.currency, k.kind,
               sum(m.amount_minor) OVER w AS balance_minor, count(m.number) OVER w AS moves
        FROM day d
        CROSS JOIN (SELECT DISTINCT gl_code, currency, kind FROM moved) k
        LEFT JOIN moved m USING (number, gl_code, currency, kind)
        WINDOW w AS (PARTITION BY k.gl_code, k.currency, k.kind ORDER BY d.number))
    SELECT coalesce(s.day, t.day) AS day, coalesce(s.gl_code, t.gl_code) AS gl_code,
           coalesce(s.currency, t.currency) AS currency,
           s.balance_minor IS DISTINCT FROM t.balance_minor AS other
    FROM (SELECT * FROM stood WHERE moves > 0) s
    FULL JOIN (SELECT * FROM business_day_total WHERE book = :book) t
      ON t.day = s.day AND t.gl_code = s.gl_code AND t.currency = s.currency AND t.kind = s.kind
    """,
    (
        Condition(
            Proof.TOTALS_FROZEN,
            "day {} code {} {}",
            "ARRAY[day::text, gl_code::text, currency::text]",
            "other",
        ),
    ),
)
# One sum for each day, code and currency in which something moved, added up along the days.
