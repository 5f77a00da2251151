"""Who provides what: one provider for each concern, as tables."""

from bank.bootstrap.providers.keys import Keys
from bank.bootstrap.providers.machine import Machine
from bank.bootstrap.providers.names import Book, LookupEngine, PostingPool
from bank.bootstrap.providers.policies import Policies
from bank.bootstrap.providers.posting import Posting
from bank.bootstrap.providers.storage import Storage
from bank.bootstrap.providers.units_of_work import UnitsOfWork, use_cases

__all__ = [
    "Book",
    "Keys",
    "LookupEngine",
    "Machine",
    "Policies",
    "Posting",
    "PostingPool",
    "Storage",
    "UnitsOfWork",
    "use_cases",
]
