"""Holds by themselves, as their accounts know them, and as entries captured them."""

from bank.application.ledger.proofs import Proof
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import HoldStatus
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass

_OVER = ", ".join(str(int(status)) for status in HoldStatus if status is not HoldStatus.ACTIVE)

HOLDS = Pass(
    """
    SELECT h.*, d.last_hold, a.overdraft_minor IS NOT NULL AS of_customer,
           coalesce(c.captured_minor, 0) AS by_entries
    FROM ledger_head d
    LEFT JOIN (SELECT *, lag(id, 1, 0::bigint) OVER w AS id_before, lead(id) OVER w IS NULL AS last
               FROM hold WHERE book = :book WINDOW w AS (ORDER BY id)) h ON h.book = d.book
    LEFT JOIN ledger_account a ON a.book = h.book AND a.id = h.account
    LEFT JOIN (SELECT h.id, sum(p.amount_minor) AS captured_minor
               FROM posting p
               JOIN hold_capture c ON c.book = p.book AND c.entry = p.entry
               JOIN hold h ON h.book = c.book AND h.id = c.hold AND h.account = p.account
               WHERE p.book = :book GROUP BY h.id) c ON c.id = h.id
    WHERE d.book = :book
    """,
    (
        Condition(
            Proof.HOLDS_NUMBERED,
            "hold {}",
            "coalesce(id, last_hold)",
            "id <> id_before + 1 OR last AND id <> last_hold OR id IS NULL AND last_hold <> 0",
        ),
        Condition(
            Proof.HOLDS_ON_ACCOUNTS, "hold {}", "id", "id IS NOT NULL AND of_customer IS NOT TRUE"
        ),
        Condition(
            Proof.HOLDS_SOUND,
            "hold {}",
            "id",
            f"""captured_minor NOT BETWEEN 0 AND amount_minor
                OR expires_at <= created_at OR ended_at < created_at
                OR CASE WHEN status = {HoldStatus.ACTIVE}
                   THEN ended_at IS NOT NULL OR captured_minor = amount_minor
                   WHEN status IN ({_OVER})
                   THEN ended_at IS NULL
                        OR status = {HoldStatus.CAPTURED} AND captured_minor = 0
                        OR status <> {HoldStatus.CAPTURED} AND captured_minor = amount_minor
                   ELSE status IS NOT NULL
                   END""",
        ),
        Condition(Proof.HOLDS_CAPTURED, "hold {}", "id", "captured_minor <> by_entries"),
    ),
)

HOLDS_OF_ACCOUNTS = Pass(
    f"""
    SELECT a.id, a.status, a.held_minor, a.holds_expire_at, h.active_minor, h.first_expiry
    FROM (SELECT * FROM ledger_account WHERE book = :book) a
    LEFT JOIN (SELECT account, sum(amount_minor - captured_minor) AS active_minor,
                      min(expires_at) AS first_expiry
               FROM hold WHERE book = :book AND status = {HoldStatus.ACTIVE}
               GROUP BY account) h ON h.account = a.id
    """,  # noqa: S608 - the status is ours
    (
        Condition(Proof.HELD_STORED, "account {}", "id", "held_minor <> coalesce(active_minor, 0)"),
        Condition(
            Proof.HOLDS_ON_OPEN_ACCOUNTS,
            "account {}",
            "id",
            f"status = {AccountStatus.CLOSED} AND first_expiry IS NOT NULL",
        ),
        Condition(
            Proof.HOLDS_EXPIRE_IN_TIME,
            "account {}",
            "id",
            """holds_expire_at > first_expiry
               OR holds_expire_at IS NULL AND first_expiry IS NOT NULL""",
        ),
    ),
)

CAPTURES = Pass(
    f"""
    SELECT e.id, c.entry, h.id AS hold, e.recorded_at, h.created_at, h.ended_at
    FROM (SELECT id, recorded_at FROM journal_entry
          WHERE book = :book AND kind = {EntryKind.CAPTURE}) e
    FULL JOIN (SELECT entry, hold FROM hold_capture WHERE book = :book) c ON c.entry = e.id
    LEFT JOIN hold h ON h.book = :book AND h.id = c.hold
    """,  # noqa: S608 - the kind is ours
    (
        Condition(
            Proof.CAPTURES_LINKED,
            "entry {}",
            "coalesce(id, entry)",
            """id IS NULL OR entry IS NULL OR hold IS NULL
               OR recorded_at < created_at OR recorded_at > ended_at""",
        ),
    ),
)
