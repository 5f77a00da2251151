"""Principals for contracts about what belongs to one."""

from tests.contracts.backend import NOW, Backend

from bank.domain.principals import Principal, PrincipalKind, PrincipalState


async def committed_principal(
    backend: Backend, subject: str, kind: PrincipalKind = PrincipalKind.CUSTOMER
) -> Principal:
    async with backend.unit() as unit:
        added = Principal(
            row=await unit.principals.next_row(),
            subject=subject,
            kind=kind,
            state=PrincipalState.ACTIVE,
            roles=("customer",),
            created_at=NOW,
        )
        await unit.principals.add(added)
        await unit.work.commit()
    return added
