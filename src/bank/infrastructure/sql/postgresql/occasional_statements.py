"""The SQL of what few batches look up and write."""

_HOLD = """
SELECT h.id, h.created_at, h.account, a.opened_ms, a.currency, h.amount_minor, h.captured_minor,
       h.expires_at, h.status, h.ended_at, h.audit_event
FROM hold h JOIN ledger_account a ON a.book = h.book AND a.id = h.account
"""

HOLDS = f"{_HOLD} WHERE h.book = %s AND h.id = ANY(%s)"

ACTIVE_HOLDS = f"{_HOLD} WHERE h.book = %s AND h.account = ANY(%s) AND h.status = %s ORDER BY h.id"

REVERSED = "SELECT entry FROM entry_reversal WHERE book = %s AND entry = ANY(%s)"

# Of each kind the rule in force and those to come: what was superseded before is history.
PRODUCT_RULES = """
SELECT product, currency, kind, amount_minor, effective_from, id
FROM (SELECT *, lead(effective_from) OVER (PARTITION BY product, currency, kind
                                           ORDER BY effective_from, id) AS until
      FROM ledger_limit WHERE book = %s AND product IS NOT NULL) r
WHERE until IS NULL OR until > %s
"""

ACCOUNT_RULES = """
SELECT account, kind, amount_minor, effective_from, id
FROM (SELECT *, lead(effective_from) OVER (PARTITION BY account, kind
                                           ORDER BY effective_from, id) AS until
      FROM ledger_limit WHERE book = %s AND account = ANY(%s)) r
WHERE until IS NULL OR until > %s
"""

INSERT_DAYS = """
INSERT INTO business_day (book, day, last_entry, closed_at, audit_event)
SELECT %s, * FROM unnest(%s::date[], %s::bigint[], %s::timestamptz[], %s::uuid[])
"""

INSERT_DAY_TOTALS = """
INSERT INTO business_day_total (book, day, gl_code, currency, kind, balance_minor)
SELECT t.book, d.day, t.gl_code, t.currency, t.kind, t.balance_minor
FROM (SELECT book, gl_code, currency, kind, sum(balance_minor) AS balance_minor
      FROM ledger_account WHERE book = %s AND sequence > 0
      GROUP BY book, gl_code, currency, kind) t,
     unnest(%s::date[]) AS d (day)
"""

INSERT_HOLDS = """
INSERT INTO hold (book, id, account, created_at, expires_at, ended_at, amount_minor,
                  captured_minor, status, audit_event, sealed_reference)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::timestamptz[],
                         %s::timestamptz[], %s::bigint[], %s::bigint[], %s::smallint[],
                         %s::uuid[], %s::bytea[])
"""

UPDATE_HOLDS = """
UPDATE hold h SET captured_minor = n.captured_minor, status = n.status, ended_at = n.ended_at
FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::timestamptz[])
     AS n (id, captured_minor, status, ended_at)
WHERE h.book = %s AND h.id = n.id
"""

UPDATE_HELD = """
UPDATE ledger_account a
SET held_minor = n.held_minor, holds_expire_at = n.holds_expire_at, active_on = n.active_on
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::date[])
     AS n (id, held_minor, holds_expire_at, active_on)
WHERE a.book = %s AND a.id = n.id
"""

INSERT_CAPTURES = """
INSERT INTO hold_capture (book, entry, hold)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[])
"""

INSERT_REVERSALS = """
INSERT INTO entry_reversal (book, entry, reversal)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[])
"""

INSERT_BACKDATED = """
INSERT INTO backdated_posting
    (book, booking_date, account, sequence, entry, value_date, amount_minor, running_minor,
     running_postings)
SELECT %s, %s, n.account, n.sequence, n.entry, n.value_date, n.amount_minor,
       coalesce(before.running_minor, 0) + sum(n.amount_minor) OVER so_far,
       coalesce(before.running_postings, 0) + count(*) OVER so_far
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::date[], %s::bigint[])
     AS n (account, sequence, entry, value_date, amount_minor)
LEFT JOIN LATERAL (SELECT running_minor, running_postings FROM backdated_posting b
                   WHERE b.book = %s AND b.account = n.account
                   ORDER BY b.sequence DESC LIMIT 1) before ON true
WINDOW so_far AS (PARTITION BY n.account ORDER BY n.sequence)
"""

ADD_BACKDATED = """
INSERT INTO backdated_day (book, account, value_date, amount_minor, postings)
SELECT %s, account, value_date, sum(amount_minor), count(*)
FROM unnest(%s::bigint[], %s::date[], %s::bigint[]) AS n (account, value_date, amount_minor)
GROUP BY account, value_date
ON CONFLICT (book, account, value_date)
DO UPDATE SET amount_minor = backdated_day.amount_minor + excluded.amount_minor,
              postings = backdated_day.postings + excluded.postings
"""

INSERT_MESSAGES = """
WITH feed AS (
    UPDATE outbox_head SET last_position = last_position + %s WHERE book = %s
    RETURNING last_position)
INSERT INTO outbox_event (book, position, id, type, at, subject, ordering_key, traceparent)
SELECT %s, feed.last_position - count(*) OVER () + n.number, n.id, n.type, n.at, n.subject,
       n.ordering_key, n.traceparent
FROM feed, unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::uuid[], %s::text[], %s::text[])
     WITH ORDINALITY AS n (id, type, at, subject, ordering_key, traceparent, number)
"""
