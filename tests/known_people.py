"""What the law wants to be known of somebody, whole: whoever is taken in with it is active."""

from datetime import date
from typing import Any

from bank.domain.due_diligence import DueDiligence, PostalAddress

KNOWN = DueDiligence(
    date_of_birth=date(1985, 12, 10),
    nationality="GB",
    address=PostalAddress(street="12 St James's Square", city="London", country="GB"),
    tax_residence="GB",
)
KNOWN_SENT: dict[str, Any] = {
    "date_of_birth": "1985-12-10",
    "nationality": "GB",
    "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
    "tax_residence": "GB",
}
"""The same as a body."""
