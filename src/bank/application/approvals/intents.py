"""What a maker asked for is read again, and the maker told what became of it."""

from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.command_codec import CommandCodec
from bank.application.approvals.stored_approvals import Approvals, Intent
from bank.domain.approvals import ApprovalRequest, ApprovedActUnreadable


class Intents:
    """What makers asked for, inside the current unit of work."""

    def __init__(self, approvals: Approvals, codec: CommandCodec, people: ApprovalPeople) -> None:
        """Take the store, what reads, and who is told."""
        self._approvals = approvals
        self._codec = codec
        self._people = people

    async def of(self, request: ApprovalRequest) -> Intent:
        """Open what was asked for. Raises ``ApprovedActUnreadable``."""
        text = await self._approvals.intent_of(request)
        if text is None:
            raise ApprovedActUnreadable
        try:
            return self._codec.decode(text, Intent)
        except ValueError:
            raise ApprovedActUnreadable from None

    async def tell_maker(self, request: ApprovalRequest) -> None:
        """Tell the maker how it ended; nobody, once it cannot be read who that is."""
        try:
            intent = await self.of(request)
        except ApprovedActUnreadable:
            return
        await self._people.tell(intent.maker, request.state)
