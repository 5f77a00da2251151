"""Codes and notices that nobody needs any more are forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from bank.application.identity.codes.address_codes import AddressCodes
from bank.application.identity.notices.stored_notices import StoredNotices
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case

CODES_KEPT_FOR: Final = timedelta(days=1)
NOTICES_KEPT_FOR: Final = timedelta(days=90)
"""Of a notice that was sent only its kind and its time are kept, for questions that come late."""


@dataclass(frozen=True, slots=True)
class OldCodes:
    """All that are old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenCodes:
    """How many were forgotten; ``id`` is the act's own."""

    id: UUID
    codes: int
    notices: int


@use_case(action="address_code.forget", kind=UseCaseKind.COMMAND)
class ForgetCodes:
    """Open to the worker. Refuses nothing.

    Deletes codes that expired a day ago, and notices that were settled ninety days ago.
    """

    def __init__(self, codes: AddressCodes, notices: StoredNotices) -> None:
        """Take the stores."""
        self._codes = codes
        self._notices = notices

    async def __call__(self, command: OldCodes, act: Act) -> ForgottenCodes:
        """Delete them."""
        del command
        codes = await self._codes.forget_before(act.now - CODES_KEPT_FOR)
        notices = await self._notices.forget_before(act.now - NOTICES_KEPT_FOR)
        return ForgottenCodes(id=act.audit_event, codes=codes, notices=notices)

    async def recall(self, act_id: UUID, _act: Act) -> ForgottenCodes:
        """Give the act; how many there were is not kept."""
        return ForgottenCodes(id=act_id, codes=0, notices=0)
