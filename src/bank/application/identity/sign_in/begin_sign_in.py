"""Somebody signs in with a name and a password."""

from dataclasses import dataclass, field

from bank.application.identity.devices.devices import Devices
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.carried_sessions import NOTHING, Carried
from bank.application.identity.sign_in.admission import Admission, Arrival, SignedIn
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.identity.sign_in.second_step import FactorNeeded, SecondStep
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.identifiers import RowId, public_id
from bank.domain.principals import Assurance
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import SignInFailed

_NOBODY = RowId(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who somebody says they are, by what, and for which kind of session.

    ``device_secret`` is what a device keeps that has been signed in on before; ``remember_as``
    names one that wants to be known from now on; ``carried`` is what is left of a session before.
    """

    name: str
    password: str = field(repr=False)
    session_kind: SessionKind
    device_secret: str | None = field(default=None, repr=False)
    remember_as: str | None = None
    carried: Carried = NOTHING


@use_case(action="session.begin", kind=UseCaseKind.COMMAND, keyless=True)
class BeginSignIn:
    """Open to strangers.

    Refuses, in this order: whoever has to wait (``SignInThrottled``); ``SignInFailed``, whether
    nobody has the name, the password is another, or its owner is not let in: at the same cost, for
    a password is hashed each time. Records a session, which ends the one that the same browser or
    app had, or an attempt that waits for a second factor. A failure is counted, and audited with
    whose name it was, if anybody's; with a second factor to come the count stays, lest whoever
    knows the password guess on for ever.
    """

    def __init__(
        self,
        principals: Principals,
        passwords: Passwords,
        devices: Devices,
        guard: SignInGuard,
        second_step: SecondStep,
        admission: Admission,
    ) -> None:
        """Take who is known, by what, on what, and the steps behind."""
        self._principals = principals
        self._passwords = passwords
        self._devices = devices
        self._guard = guard
        self._second_step = second_step
        self._admission = admission

    async def __call__(self, command: Credentials, act: Act) -> SignedIn | FactorNeeded:
        """Look the name up, enter its lane, compare; then a session or a second step."""
        named = await self._principals.named(command.name)
        row = _NOBODY if named is None else named.row
        device = None
        if command.device_secret is not None:
            device = await self._devices.known(row, command.device_secret)
        lane = self._guard.lane_of(command.name, device)
        entered = await self._guard.enter(lane, act.now)
        # Locked before their password is read: whoever changes it ends what was opened by the old.
        principal = await self._principals.find(row, lock=True)
        if principal is not None:
            act.looked_at("principal", public_id(principal.created_at, principal.row))
        owner = principal.row if principal is not None and principal.is_let_in else None
        holds = await self._passwords.holds(owner, command.password, act.now)
        if principal is None or owner is None or not holds:
            await self._guard.failed(lane, entered, owner, act.now)
            raise SignInFailed
        # The password is theirs.
        needed = await self._second_step.begun(
            owner, lane=lane, session_kind=command.session_kind, device=device, act=act
        )
        if needed is not None:
            return needed
        await self._guard.passed(lane)
        arrival = Arrival(
            principal=principal,
            session_kind=command.session_kind,
            assurance=Assurance.ONE_FACTOR,
            device=device,
            remember_as=command.remember_as,
            carried=command.carried,
        )
        return await self._admission.admit(arrival, act)
