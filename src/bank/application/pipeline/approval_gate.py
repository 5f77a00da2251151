"""The gate behind authorisation: whether an act's maker may do it without anybody else."""

from abc import abstractmethod
from typing import Any, Protocol

from bank.application.pipeline.act import Act
from bank.application.pipeline.scopes import Scope


class ApprovalGate(Protocol):
    """Asked for every act that is not a query; what no rule names costs one look-up.

    What needs approval leaves by raising ``PendingApproval``, after the request for it has been
    committed, with its key and its audit event, so that nothing else of the act is done.
    """

    @abstractmethod
    def guards(self, action: str) -> bool:
        """Whether some rule is about an action; for all others nothing more is asked."""

    @abstractmethod
    async def admit(self, scope: Scope, case: Any, command: Any, act: Act) -> None:
        """Let a command go on inside its unit of work; call it before the key is claimed.

        What counts towards the maker's day is counted in that unit, under a lock.
        """

    @abstractmethod
    async def posted(self, case: Any, command: Any, act: Act) -> Any:
        """Run a posting that may go on, in units of the gate's own around it.

        What counts towards the maker's day is counted before and given back if it is refused: a
        crash in between leaves too much counted, never too little.
        """


class OpenGate(ApprovalGate):
    """Demands no approval of anything."""

    def guards(self, action: str) -> bool:
        """Guard nothing."""
        del action
        return False

    async def admit(self, scope: Scope, case: Any, command: Any, act: Act) -> None:
        """Let it go on."""

    async def posted(self, case: Any, command: Any, act: Act) -> Any:
        """Run it."""
        return await case(command, act)
