"""Those who may confirm a reset of lost factors are told that one of them is awaited."""

from typing import Final

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals, everybody
from bank.application.identity.recovery.known_resets import OF_CUSTOMERS, OF_STAFF
from bank.application.pipeline.act import Act
from bank.application.ports.authorizer import Authorizer, Resource, Verdict
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.audit import Actor
from bank.domain.factor_resets import FactorReset, FactorResetNotFound
from bank.domain.principals import Assurance, Principal, PrincipalKind

CONFIRMERS_TOLD: Final = 20
"""So many are told at most; of the branch of who asked first."""

_CONFIRM: Final = "factor_reset.confirm"


class Confirmers:
    """Tells them by notices, inside the current unit of work; never who asked, nor the owner."""

    def __init__(
        self,
        principals: Principals,
        contacts: ProvedContacts,
        authorizer: Authorizer,
        digests: KeyedDigests,
        notices: Notices,
    ) -> None:
        """Take who there is, who is reached, who may confirm under which name, and what tells."""
        self._principals = principals
        self._contacts = contacts
        self._authorizer = authorizer
        self._digests = digests
        self._notices = notices

    async def tell(self, reset: FactorReset, owner: Principal, act: Act) -> None:
        """Leave a notice for each of them, in the order in which they came to the bank.

        Who is about to be told of another one is not told of this: they look at all that wait.
        """
        may = [
            each
            async for each in everybody(self._principals, PrincipalKind.STAFF)
            if self._may(each, reset, owner)
        ]
        here = [each.row for each in may if each.branch == act.actor.branch]
        elsewhere = [each.row for each in may if each.branch != act.actor.branch]
        kind, left = NoticeKind.FACTOR_RESET_TO_CONFIRM, CONFIRMERS_TOLD
        told = await self._notices.about_to_be_told(kind, [*here, *elsewhere])
        about = f"{reset.id}, until {reset.due_at:%Y-%m-%d %H:%M} UTC"
        for row in (*here, *elsewhere):
            if left and await self._contacts.of(row):
                left -= 1
                if row not in told:
                    await self._notices.tell(Notice(kind=kind, principal=row, about=about))

    def _may(self, member: Principal, reset: FactorReset, owner: Principal) -> bool:
        """Ask the policy, as of whoever has signed in by two factors."""
        if not member.is_let_in or member.subject in {reset.requested_by, reset.owner}:
            return False
        actor = Actor(
            kind="session",
            subject=member.subject,
            pseudonym=self._digests.pseudonym(member.subject),
            roles=member.roles,
            branch=member.branch,
            assurance=Assurance.TWO_FACTORS,
        )
        about = OF_STAFF if owner.kind is PrincipalKind.STAFF else OF_CUSTOMERS
        resource = Resource(
            holders=frozenset({reset.owner}),
            hidden_by=FactorResetNotFound,
            maker=self._digests.pseudonym(reset.requested_by),
        )
        asked = ((about, None), (_CONFIRM, resource))
        return all(self._authorizer.decide(actor, *each) is Verdict.ALLOWED for each in asked)
