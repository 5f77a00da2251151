"""How the table of access is written: one entry an operation."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.world import Things
from tests.interfaces.http.scene import House

Body = Callable[[House, Things], Any]
Preparation = Callable[[House, Things], Awaitable[None]]

STAFF = "teller branch_manager compliance_officer auditor"
READERS = f"{STAFF} service_account"
COUNTER = "teller branch_manager service_account"
MANAGERS = "branch_manager service_account"
BOOKS = "compliance_officer auditor service_account"
EVERYBODY = f"{READERS} customer administrator operator worker anonymous"


def nothing(_house: House, _things: Things) -> Any:
    """Send no body."""
    return None


@dataclass(frozen=True, kw_only=True)
class Access:
    """To whom an operation is open, and a request that is done where it is.

    ``to`` names the roles that do it to anybody's object, ``own`` those that do it to their own
    alone: to them somebody else's answers as what is not there, with the code ``hidden``. Everybody
    else is refused with ``missing``. A ``public`` operation asks nobody who they are.

    ``path`` names the thing, or else says the text, that stands in a place of the address; the
    names of the places are names of things themselves unless it says otherwise. ``let_in`` is the
    code of the refusal that a request meets behind the door, where it is not done. ``prepare`` is
    run once for the things that are asked for. What ``spends`` its object is done once to each.
    ``besides`` says the code that a role meets on its ``own`` object or on a ``foreign`` one, such
    as `teller own`, where it is another. ``one_factor`` says that staff do it before they have
    enrolled a second one; everything else is closed to them until then. ``branch`` says where
    whoever asks works, where that counts: everything here belongs to the branch `main`. ``as_read``
    says that the request names the version of the customer that it changes, as it was last read.
    ``credits`` names the thing that is an account to which it pays: who does it to their own alone
    pays to none but their own.
    """

    to: str = ""
    own: str = ""
    hidden: str = "account_not_found"
    missing: str = "action_forbidden"
    public: bool = False
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Body = nothing
    prepare: Preparation | None = None
    let_in: str = ""
    spends: bool = False
    besides: Mapping[str, str] = field(default_factory=dict)
    one_factor: bool = False
    branch: str | None = None
    as_read: bool = False
    credits: str = ""

    def opens(self, role: str) -> bool:
        """Whether a role does it to anybody's object."""
        return role in self.to.split()

    def lets_in(self, role: str, whose: str) -> bool:
        """Whether a role does it to one's ``own`` object, or to a ``foreign`` one."""
        return self.opens(role) or (self.opens_own(role) and whose == "own")

    def opens_own(self, role: str) -> bool:
        """Whether a role does it to their own object."""
        return role in self.own.split()
