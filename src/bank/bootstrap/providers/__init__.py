"""Who provides what: one provider for each concern, as tables."""

from bank.bootstrap.providers.approvals import Approving
from bank.bootstrap.providers.credentials import Credentials
from bank.bootstrap.providers.keys import Keys
from bank.bootstrap.providers.machine import Machine
from bank.bootstrap.providers.messaging import Messaging
from bank.bootstrap.providers.names import Book, LookupEngine, PostingPool
from bank.bootstrap.providers.passkeys import PasskeyParty
from bank.bootstrap.providers.payments import Payments
from bank.bootstrap.providers.policies import Policies
from bank.bootstrap.providers.posting import Posting
from bank.bootstrap.providers.sessions import SessionKeeping
from bank.bootstrap.providers.storage import Storage
from bank.bootstrap.providers.tokens import TokenGranting
from bank.bootstrap.providers.units_of_work import UnitsOfWork, use_cases

__all__ = [
    "Approving",
    "Book",
    "Credentials",
    "Keys",
    "LookupEngine",
    "Machine",
    "Messaging",
    "PasskeyParty",
    "Payments",
    "Policies",
    "Posting",
    "PostingPool",
    "SessionKeeping",
    "Storage",
    "TokenGranting",
    "UnitsOfWork",
    "use_cases",
]
