"""What can be wrong with a line."""

from typing import NamedTuple


class Fault(NamedTuple):
    """Why a line was not posted: a stable code and a sentence without account numbers."""

    code: str
    reason: str


class BadLine(NamedTuple):
    """A line of the report: where its record starts in the file, its id if known, and the fault."""

    line: int
    line_id: str
    fault: Fault


WRONG_COLUMN_COUNT = "wrong_column_count"
MALFORMED_CSV = "malformed_csv"
LINE_TOO_LONG = "line_too_long"
NOT_UTF8 = "not_utf8"
NUL_BYTE = "nul_byte"
ID_MISSING = "id_missing"
ID_DUPLICATE = "id_duplicate"
ACCOUNT_MISSING = "account_missing"
VALUE_DATE_INVALID = "value_date_invalid"
