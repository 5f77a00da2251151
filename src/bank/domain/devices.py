"""Devices on which principals sign in: a browser, a phone's app."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal

DEVICES_MAX = 50
"""How many one principal may have: where one more comes, the one longest unseen is forgotten."""


class DeviceNotFound(Refusal):
    """No such device, or not the caller's."""

    code = "device_not_found"
    title = "You have no such device."
    kind = Kind.NOT_FOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device of a principal, by the name that they gave it, or that it gave itself."""

    id: UUID
    principal: RowId
    name: str
    created_at: datetime
    last_seen_at: datetime

    def renamed(self, name: str) -> "Device":
        """Give the device under another name."""
        return replace(self, name=name)
