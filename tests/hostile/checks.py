"""What schemathesis is to look at in every answer beside its own checks."""

from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, Response

PROBLEM, JSON = "application/problem+json", "application/json"
_NOT_ALLOWED = 405
_INNARDS = ("Traceback", "psycopg.errors", "sqlalche.me", "site-packages", "SELECT ")


@schemathesis.check
def refusals_are_documented(ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """A refusal is a problem whose code the operation documents under that status.

    Valid data may be refused as well: there is more to a bank than a schema says. But only so. What
    speaks OAuth 2 has that standard's errors instead, and documents them in the same way.
    """
    status = response.status_code
    if status < 400 or case.operation.definition.raw.get("x-not-a-problem"):
        return
    kind = response.headers.get("content-type", ["nothing"])[0]
    documented = case.operation.definition.raw["responses"].get(str(status), {})
    if JSON in documented.get("content", {}):
        assert kind == JSON, f"{status} came as {kind}"
        error = f"`{response.json()['error']}`"
        assert error in documented["description"], f"{status} {error} is not documented"
        return
    assert kind == PROBLEM, f"{status} came as {kind}"
    problem = response.json()
    said = (problem["status"], problem["type"], [problem["request_id"]])
    sent = (status, f"/problems/{problem['code']}", response.headers["x-request-id"])
    assert said == sent, f"the problem says {said}, its answer {sent}"
    if status == _NOT_ALLOWED:
        assert problem["code"] == "method_not_allowed", problem["code"]
        return
    code = f"`{problem['code']}`"
    assert code in documented.get("description", ""), f"{status} {code} is not documented"


@schemathesis.check
def answers_show_no_innards(ctx: CheckContext, response: Response, case: Case[Any]) -> None:
    """No answer shows what the bank is made of, whatever it was asked."""
    text = response.content.decode(errors="replace")
    seen = [each for each in _INNARDS if each in text]
    assert not seen, f"the answer shows {', '.join(seen)}"
