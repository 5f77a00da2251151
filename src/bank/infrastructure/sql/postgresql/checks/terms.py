"""Limits: where rules are looked for, and what was in force at which time."""

from bank.application.ledger.proofs import Proof
from bank.domain.ledger.limits import LimitKind
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass

_KINDS = [kind for kind in LimitKind if kind is not LimitKind.OVERDRAFT]


def _newest(kind: LimitKind) -> str:
    newest = "ORDER BY r.own DESC, r.effective_from DESC, r.id DESC"
    return f"(array_agg(r.amount_minor {newest}) FILTER (WHERE r.kind = {kind}))[1] AS {kind.name}"


def _amounts(kind: LimitKind) -> str:
    return f"array_agg({kind.name} ORDER BY effective_from) AS {kind.name}"


AGREED = f"""
    place AS MATERIALIZED (
        SELECT row_number() OVER () AS place, account, product, currency
        FROM (SELECT NULL::bigint AS account, product, currency FROM ledger_limit
              WHERE book = :book AND product IS NOT NULL
              UNION
              SELECT l.account, a.product, a.currency FROM ledger_limit l
              JOIN ledger_account a ON a.book = l.book AND a.id = l.account
              WHERE l.book = :book) s),
    rule AS MATERIALIZED (
        SELECT p.place, true AS own, l.kind, l.amount_minor, l.effective_from, l.id
        FROM place p JOIN ledger_limit l ON l.account = p.account WHERE l.book = :book
        UNION ALL
        SELECT p.place, false, l.kind, l.amount_minor, l.effective_from, l.id
        FROM place p JOIN ledger_limit l ON l.product = p.product AND l.currency = p.currency
        WHERE l.book = :book AND l.kind <> {LimitKind.OVERDRAFT}),
    agreed AS MATERIALIZED (
        SELECT place, array_agg(effective_from ORDER BY effective_from) AS since,
               {", ".join(map(_amounts, _KINDS))}
        FROM (SELECT m.place, m.effective_from, {", ".join(map(_newest, _KINDS))}
              FROM (SELECT DISTINCT place, effective_from FROM rule) m
              JOIN rule r ON r.place = m.place AND r.effective_from <= m.effective_from
              GROUP BY m.place, m.effective_from) t
        GROUP BY place),
    overdrawn AS MATERIALIZED (
        SELECT account, max(amount_minor) AS overdraft_minor FROM ledger_limit
        WHERE book = :book AND kind = {LimitKind.OVERDRAFT} GROUP BY account),
    holder AS MATERIALIZED (
        SELECT a.*, a.kind IN (1, 5) AS by_debits, coalesce(o.place, p.place) AS place,
               CASE WHEN a.overdraft_minor IS NOT NULL
               THEN greatest(a.overdraft_minor, d.overdraft_minor) END AS largest_overdraft
        FROM ledger_account a
        LEFT JOIN overdrawn d ON d.account = a.id
        LEFT JOIN place o ON o.account = a.id
        LEFT JOIN place p ON p.account IS NULL AND p.product = a.product
                          AND p.currency = a.currency
        WHERE a.book = :book)
"""  # noqa: S608 - the kinds are ours
"""Common tables.

``agreed``: for each place (a product in a currency, or an account with rules of its own) the
moments ``since`` which something else was in force, ascending, and of each kind the amounts from
each of them on: an account's rules go before its product's, the newest before the others.
``holder``: every account with its place, and the largest overdraft that it ever had.
"""

MARKED = Pass(
    """
    SELECT a.id, a.limited, l.account
    FROM (SELECT id, limited FROM ledger_account WHERE book = :book) a
    FULL JOIN (SELECT DISTINCT account FROM ledger_limit
               WHERE book = :book AND account IS NOT NULL) l ON l.account = a.id
    """,
    (
        Condition(
            Proof.LIMITS_MARKED,
            "account {}",
            "coalesce(id, account)",
            "id IS NULL OR limited <> (account IS NOT NULL)",
        ),
    ),
)
