from joserfc import jwt
from joserfc.jwk import KeySet
from tests.interfaces.http.scene import ISSUER, House


async def test_a_token_verifies_by_what_discovery_leads_to(house: House) -> None:
    discovery = await house.call("GET", "/.well-known/openid-configuration", role=None)
    assert discovery.status_code == 200
    assert discovery.json()["issuer"] == ISSUER
    jwks_path = discovery.json()["jwks_uri"].removeprefix(ISSUER)
    jwks = await house.call("GET", jwks_path, role=None)
    assert jwks.headers["cache-control"] == "public, max-age=300"
    assert all("d" not in key for key in jwks.json()["keys"])
    keys = KeySet.import_key_set(jwks.json())
    claims = jwt.decode(house.token("teller", "t-7"), keys, algorithms=["ES256"]).claims
    assert claims["sub"] == "t-7"
