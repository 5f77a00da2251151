"""The notices that a principal gets about their own security."""

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bank.domain.identifiers import RowId


class NoticeKind(StrEnum):
    """What happened; the words for it are the messenger's."""

    CODE = "code"
    """A code that proves an address: ``code`` is in the notice, sealed until it is sent."""

    INVITATION = "invitation"
    ALREADY_REGISTERED = "already_registered"
    NOT_REGISTERED = "not_registered"
    SIGNED_IN_ON_NEW_DEVICE = "signed_in_on_new_device"
    SIGN_IN_THROTTLED = "sign_in_throttled"
    SECOND_FACTOR_FAILED = "second_factor_failed"
    """Somebody knew the password, and did not prove a second factor."""

    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of notice
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    PASSKEY_SUSPECTED = "passkey_suspected"
    """A passkey was used whose count of signatures went back: there may be a copy of it."""

    DEVICE_REMOVED = "device_removed"
    PAYMENT_THRESHOLD_RAISED = "payment_threshold_raised"
    STAFF_CHANGED = "staff_changed"
    ADMINISTRATOR_APPOINTED = "administrator_appointed"
    CLIENT_CHANGED = "client_changed"
    """A system was let in, got other keys, or is let in no more."""

    POLICY_CHANGED = "policy_changed"
    STAFF_TOKEN_ISSUED = "staff_token_issued"  # noqa: S105 - a kind of notice
    """Whoever runs the machine issued a token with a role of staff, or with their own."""

    TOKEN_IN_YOUR_NAME = "token_in_your_name"  # noqa: S105 - a kind of notice

    TOKEN_HOLDER_CHANGED = "token_holder_changed"  # noqa: S105 - a kind of notice
    """Somebody who is no principal of the bank was shut out, or let in again."""

    CUSTOMER_RENAMED = "customer_renamed"
    CUSTOMER_LEFT = "customer_left"
    HOLDERS_CHANGED = "holders_changed"
    LIMITS_CHANGED = "limits_changed"
    ORGANISATION_DATA_CHANGED = "organisation_data_changed"
    PERSONS_DATA_CHANGED = "persons_data_changed"
    INVITATION_TAKEN = "invitation_taken"
    USER_ADDED = "user_added"
    ADDED_AS_USER = "added_as_user"
    USER_REMOVED = "user_removed"
    REMOVED_AS_USER = "removed_as_user"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    RECOVERY_CODE_USED = "recovery_code_used"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_CHANGED_BY_STAFF = "contact_changed_by_staff"
    DUE_DILIGENCE_CHANGED = "due_diligence_changed"
    SESSIONS_ENDED = "sessions_ended"
    SESSIONS_ENDED_BY_BANK = "sessions_ended_by_bank"
    EVERYBODYS_SESSIONS_ENDED = "everybodys_sessions_ended"
    FACTOR_RESET_ASKED = "factor_reset_asked"
    FACTOR_RESET_TO_CONFIRM = "factor_reset_to_confirm"
    """Somebody else's reset waits for whoever is told: ``about`` says which, and until when."""

    FACTOR_RESET_STOPPED = "factor_reset_stopped"
    FACTOR_RESET_WAITS = "factor_reset_waits"
    """All factors go in a day, unless their owner says no."""

    FACTORS_RESET = "factors_reset"
    BREAK_GLASS = "break_glass"
    APPROVAL_WAITS = "approval_waits"
    """Something waits for whoever is told: ``about`` says what, under which id, until when."""

    APPROVAL_DONE = "approval_done"
    APPROVAL_FAILED = "approval_failed"
    APPROVAL_REJECTED = "approval_rejected"
    APPROVAL_EXPIRED = "approval_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a principal is to be told.

    ``address`` is where to instead of the principal's own addresses (``email:ada@example.com``,
    ``phone:+49…``), as long as they have none that is proved. ``code`` is a secret. ``about`` is
    what it is about, where its words name that: never personal data. ``everywhere`` sends it to
    each of the principal's own addresses: one of them may be read by somebody else. ``found_late``
    lets the worker look for the principal's address, so that to leave it costs whoever asks what a
    notice to a named address does.
    """

    kind: NoticeKind
    principal: RowId | None = None
    address: str | None = None
    code: str | None = None
    about: str | None = None
    everywhere: bool = False
    found_late: bool = False


class Notices(Protocol):
    """Notices on their way, inside the current unit of work; a worker sends them after it."""

    @abstractmethod
    async def tell(self, notice: Notice) -> None:
        """Leave a notice to be sent, sealed; nothing is sent where the unit is rolled back."""

    @abstractmethod
    async def about_to_be_told(
        self, kind: NoticeKind, principals: Collection[RowId]
    ) -> frozenset[RowId]:
        """Give those of some principals who have a notice of a kind that was not tried yet.

        Who is about to be told that something waits need not be told of each thing that does.
        """
