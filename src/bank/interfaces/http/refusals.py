"""What HTTP itself says no to, before a use case is asked."""

from typing import ClassVar

from bank.domain.refusals import Kind, Refusal


class RequestRefused(Refusal):
    """The root of the refusals of requests that no use case saw; none of them shows a sent value.

    ``context`` may hold ``errors``, a list of ``FieldError``.
    """

    kind: ClassVar[Kind] = Kind.INVALID


class MalformedJson(RequestRefused):
    """The body is not JSON."""

    code = "malformed_json"
    title = "The body is not well-formed JSON in UTF-8."


class InvalidRequest(RequestRefused):
    """The body or a parameter has not the documented shape."""

    code = "invalid_request"
    title = "The request does not have the documented shape; see errors."


class UnknownParameter(RequestRefused):
    """A misspelt parameter must not be ignored: a misspelt dry_run would move money."""

    code = "unknown_parameter"
    title = "The address has a query parameter that this operation does not know, or has one twice."


class InvalidCursor(RequestRefused):
    """The cursor is not one that this list gave."""

    code = "invalid_cursor"
    title = "The cursor is not one of this list: send next_cursor as it was given, or none."


class InvalidIdempotencyKey(RequestRefused):
    """The key has not the documented form."""

    code = "invalid_idempotency_key"
    title = "There must be one Idempotency-Key, of 1 to 255 printable ASCII characters."


class InvalidIfMatch(RequestRefused):
    """The header is not one version."""

    code = "invalid_if_match"
    title = 'If-Match must be one ETag as it was given, such as "3", or *.'


class IfMatchMissing(RequestRefused):
    """What may wait for others overwrites nothing but what its maker has read."""

    code = "if_match_missing"
    title = "This changes only what you have read: send its ETag as If-Match, not *."


class InvalidValueDate(RequestRefused):
    """The text of a value date in a bulk is no date."""

    code = "invalid_value_date"
    title = "The value date must be an ISO date such as 2026-11-24."


class InvalidReference(RequestRefused):
    """The text of a reference in a bulk is too long, or cannot be seen whole."""

    code = "invalid_reference"
    title = "The reference must be 1 to 140 characters, not all spaces and none invisible."


class AccountNumberInUrl(RequestRefused):
    """Addresses end up in logs; account numbers must not."""

    code = "account_number_in_url"
    title = "An account number does not belong into an address: name the account by its id."


class BodyTooLarge(RequestRefused):
    """The body is larger than the server takes."""

    code = "body_too_large"
    title = "The body is larger than this server takes."


class BulkTooLarge(RequestRefused):
    """A bulk is one batch."""

    code = "bulk_too_large"
    title = "The bulk has more transfers than this server takes at once: divide it."


class BodyIncomplete(RequestRefused):
    """The body breaks off, or is not in the chunks that it says it is in."""

    code = "body_incomplete"
    title = "The body ended before all of it was there."


class BodyTooSlow(RequestRefused):
    """The body takes longer to arrive than the server waits."""

    code = "body_too_slow"
    title = "The body took longer to arrive than this server waits."
    retryable = True


class UnsupportedMediaType(RequestRefused):
    """Bodies are plain JSON."""

    code = "unsupported_media_type"
    title = "Send the body as application/json, not compressed."


class RouteNotFound(RequestRefused):
    """Nothing answers at that address."""

    code = "route_not_found"
    title = "There is nothing at this address."
    kind = Kind.NOT_FOUND


class ObjectNotFound(RequestRefused):
    """A logger, a metric or a kind of problem that is not there."""

    code = "not_found"
    title = "There is nothing of this name."
    kind = Kind.NOT_FOUND


class MethodNotAllowed(RequestRefused):
    """The address answers other methods."""

    code = "method_not_allowed"
    title = "This address does not answer this method."


class RoleMissing(RequestRefused):
    """The actuator is open to some roles only."""

    code = "role_missing"
    title = "Your roles do not open this part of the actuator."
    kind = Kind.FORBIDDEN


class TwoCredentials(RequestRefused):
    """Whoever shows both may not know which of the two they act by."""

    code = "two_credentials"
    title = "Send an access token or the session's cookie, not both."


class CsrfRefused(RequestRefused):
    """A request that a browser sent with its cookie, perhaps for another site's page."""

    code = "csrf_refused"
    title = "With the session's cookie this needs the header X-Bank-Client, from our own page."
    kind = Kind.FORBIDDEN


class TooManyRequests(RequestRefused):
    """The actor has used up the window's requests."""

    code = "too_many_requests"
    title = "You have sent more requests than the limit allows; wait as long as Retry-After says."
    kind = Kind.UNAVAILABLE
    retryable = True


class ServerFault(RequestRefused):
    """Something broke; the request id finds it in the log."""

    code = "internal_error"
    title = "The bank failed to answer; quote the request id when you report it."
    kind = Kind.UNAVAILABLE
