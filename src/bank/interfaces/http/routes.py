"""All that answers, but for the description of it."""

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from bank.interfaces.http.management.actuator import actuator
from bank.interfaces.http.management.trust import trust
from bank.interfaces.http.oauth2.tokens import oauth2
from bank.interfaces.http.v1.routes import public_version_1, version_1

ROUTES: Sequence[ControllerRouterHandler] = (version_1, public_version_1, actuator, *trust, oauth2)
