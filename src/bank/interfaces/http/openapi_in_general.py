"""What the description says of the whole interface: words, tags, and what many operations share."""

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme, Tag

from bank.interfaces.http.cookies import SESSION_COOKIE

_DESCRIPTION = """The bank over HTTP.

Amounts are strings, times RFC 3339 in UTC, dates ISO 8601. Whatever changes something takes an
`Idempotency-Key` and may be repeated under it: the answer is the first one, with
`Idempotency-Replayed: true`. Refusals are problems (RFC 9457) with a stable `code`.
Within a version things are only added: ignore fields that you do not know.
"""
_TAGS = {
    "Customers": "Persons and organisations that the bank knows.",
    "Accounts": "Customers' accounts and what is on them.",
    "Cash": "Cash at a till.",
    "Transfers": "Money between customers' accounts.",
    "Ledger": "The books, for auditors.",
    "Business days": "The days on which entries are booked.",
    "Approvals": "Acts that need more than one person.",
    "Audit": "Who did what.",
    "Policy": "Who may do what.",
    "Clients": "Systems that get tokens of their own by proving that they have a key.",
    "Tokens": "OAuth 2: tokens against a refresh token or a client's assertion, and their end.",
    "Sign-in": "How strangers become somebody: name and password, second factors, passkeys.",
    "Me": "Who signs in, and by what.",
    "Actuator": "Health and measures, as Spring's tools expect them.",
    "Trust": "Keys, discovery and kinds of problem.",
}

PARAMETERS = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "Yours for this request, kept for 30 days; a dry run needs none.",
        "schema": {"type": "string", "pattern": "^[\\x20-\\x7e]{1,255}$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag that you read: somebody else's change since then is not lost.",
        "schema": {"type": "string", "pattern": '^(\\*|"[0-9]+")$'},
    },
    "VersionRead": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag that you read: it has to be there, for what others approve later"
        " must not overwrite what came in between.",
        "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$'},
    },
    "BankClient": {
        "name": "X-Bank-Client",
        "in": "header",
        "description": "Any text, from the bank's own page: it has to be there where a browser's"
        " session is shown by its cookie, and says nothing elsewhere.",
        "schema": {"type": "string"},
    },
    "RequestId": {
        "name": "X-Request-ID",
        "in": "header",
        "description": "Your name for this request, kept in logs and the audit trail: 1 to 128"
        " letters, digits, dots, hyphens, underscores and tildes. Without one, with one of another"
        " form, or with one that looks like an account number, the bank makes it.",
        "schema": {"type": "string"},
    },
}
HEADERS = {
    "X-Request-ID": "The request's id.",
    "ETag": "The version, quoted, for If-Match.",
    "Idempotency-Replayed": "`true` where the answer was given before.",
    "Location": "Where it is found.",
    "Entry-Count": "How many entries the file has when it is whole.",
    "Retry-After": "Seconds to wait before the same request is worth repeating.",
    "WWW-Authenticate": "How to authenticate (RFC 6750).",
}


def described_in_general() -> OpenAPIConfig:
    """Give what the framework is told before it looks at any operation."""
    bearer = SecurityScheme(
        type="http",
        scheme="bearer",
        bearer_format="JWT",
        description="An ES256 access token of the bank, 15 minutes valid.",
    )
    cookie = SecurityScheme(
        type="apiKey",
        security_scheme_in="cookie",
        name=SESSION_COOKIE,
        description="A browser's session, which the bank's own pages are in after signing in.",
    )
    return OpenAPIConfig(
        title="Bank",
        version="1",
        description=_DESCRIPTION,
        components=Components(security_schemes={"accessToken": bearer, "sessionCookie": cookie}),
        security=[{"accessToken": []}, {"sessionCookie": []}],
        use_handler_docstrings=True,
        tags=[Tag(name=name, description=text) for name, text in _TAGS.items()],
    )
