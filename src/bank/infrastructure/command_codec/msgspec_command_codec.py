"""Commands as JSON, written and read by msgspec after the types of their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from bank.application.approvals.command_codec import CommandCodec
from bank.domain.contacts import PERSONAL
from bank.domain.refusals import Refusal, every_refusal

Shape = TypeVar("Shape")
_REFUSED = "refused"


class MsgspecCommandCodec(CommandCodec):
    """Writes dataclasses and named tuples of what msgspec knows, and refusals among them.

    A bulk holds the refusals that some of its orders have met already; msgspec reads no union of
    those and others, so that such lists are read here, one by one. Where a use case takes commands
    of several shapes, their fields tell which it is.
    """

    def encode(self, command: Any) -> str:
        """Write it, mappings in the order of their keys."""
        return msgspec.json.encode(_builtins(command)).decode()

    def decode(self, text: str, shape: type[Shape]) -> Shape:
        """Read it."""
        try:
            command: Shape = _read(msgspec.json.decode(text), shape)
        except (msgspec.MsgspecError, TypeError, KeyError):
            message = "this is not what was written of such a command"
            raise ValueError(message) from None
        return command

    def shown(self, text: str, shape: type[Any]) -> Mapping[str, Any]:
        """Read it as JSON, with names, and without secrets."""
        plain = _builtins(_named(self.decode(text, shape)))
        return plain if isinstance(plain, dict) else {"value": plain}


def _builtins(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=_plain, str_keys=True, order="deterministic")


def _plain(value: Any) -> Any:
    if isinstance(value, Refusal):
        return {_REFUSED: value.code, "detail": value.detail}
    message = f"{type(value).__qualname__} cannot be written"
    raise NotImplementedError(message)


def _read(plain: Any, shape: Any) -> Any:
    parts = get_args(shape)
    if Refusal in parts:
        return _read_either(plain, [each for each in parts if each is not Refusal])
    if parts and all(is_dataclass(each) for each in parts):
        return _read(plain, _told_by(plain, parts))
    origin = get_origin(shape)
    listed = isinstance(origin, type) and issubclass(origin, Sequence) and origin is not tuple
    if listed and isinstance(plain, list) and Refusal in get_args(parts[0]):
        return [_read(each, parts[0]) for each in plain]
    if is_dataclass(shape) and isinstance(shape, type) and isinstance(plain, dict):
        hints = get_type_hints(shape)
        if any(_holds_refusals(hint) for hint in hints.values()):
            return shape(**{name: _read(value, hints[name]) for name, value in plain.items()})
    return msgspec.convert(plain, shape, str_keys=True)


def _told_by(plain: Any, shapes: Sequence[Any]) -> Any:
    """Give the one of several shapes that has just the fields that were written."""
    for shape in shapes:
        if {each.name for each in fields(shape)} == set(plain):
            return shape
    raise KeyError


def _read_either(plain: Any, others: Sequence[Any]) -> Any:
    if not isinstance(plain, dict) or _REFUSED not in plain:
        return msgspec.convert(plain, others[0], str_keys=True)
    kind = every_refusal().get(plain[_REFUSED])
    if kind is None:
        message = "a refusal of this code is not known any more"
        raise ValueError(message)
    return kind(plain["detail"])


def _holds_refusals(hint: Any) -> bool:
    return hint is Refusal or any(_holds_refusals(each) for each in get_args(hint))


def _named(value: Any) -> Any:
    """Give named tuples and dataclasses as mappings, the latter without what their repr hides.

    What it hides because it is personal, and no secret, is shown.
    """
    if is_dataclass(value) and not isinstance(value, type):
        shown = [each for each in fields(value) if each.repr or each.metadata == PERSONAL]
        return {each.name: _named(getattr(value, each.name)) for each in shown}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _named(each) for name, each in value._asdict().items()}
    if isinstance(value, Mapping):
        return {key: _named(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_named(each) for each in value]
    return value
