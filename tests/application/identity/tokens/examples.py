"""How each act on tokens and clients is done, for the test that all of them are audited."""

from typing import Any

from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import STRANGER, WORKER, Desk, actor
from tests.signing import Client

from bank.application.identity.clients.change_client import ClientDeactivation, ClientKeysChange
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.sessions.session_desk import SessionKind
from bank.application.identity.tokens.forget_tokens import TokenRound
from bank.application.identity.tokens.issue_client_token import ClientGrant
from bank.application.identity.tokens.refresh_session import RefreshGrant
from bank.application.identity.tokens.revoke_token import Revoking
from bank.domain.audit import Actor

ADMINISTRATOR = actor("administrator")
WHO: dict[str, Actor] = {
    "client.change_keys": ADMINISTRATOR,
    "client.deactivate": ADMINISTRATOR,
    "client.register": ADMINISTRATOR,
    "token.forget": WORKER,
    "token.issue_to_client": STRANGER,
    "token.refresh": STRANGER,
    "token.revoke": STRANGER,
}


async def of_tokens(desk: Desk) -> dict[str, Any]:
    """Give a command for each action."""
    lobby, client, new = Lobby(desk.bank), Client("example-client"), Client("new-client")
    session = await lobby.open(await lobby.principal("token-holder"), SessionKind.APP)
    known = NewClient(client_id=client.client_id, roles=("auditor",), keys=client.keys)
    registered = (await desk.ask(RegisterClient, known, ADMINISTRATOR)).result
    return {
        "client.change_keys": ClientKeysChange(client=registered.id, keys=new.keys),
        "client.deactivate": ClientDeactivation(client=registered.id),
        "client.register": NewClient(client_id="new-client", roles=("auditor",), keys=new.keys),
        "token.forget": TokenRound(),
        "token.issue_to_client": ClientGrant(
            assertion=client.assertion("tests", desk.bank.clock.now())
        ),
        "token.refresh": RefreshGrant(str(session.refresh_token)),
        "token.revoke": Revoking(str(session.refresh_token)),
    }
