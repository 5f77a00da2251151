"""The words of notices: plain English, no name, no amount, no link, and no secret but a code."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from bank.application.identity.notices.messenger import Message
from bank.application.identity.notices.notices import NoticeKind
from bank.domain.contacts import Channel, Contact


class _Words(NamedTuple):
    subject: str
    text: str


_NOT_YOU: Final = (
    "If that was not you, sign in and change your password, or call the bank by the number on your"
    " card."
)
_NOT_ASKED: Final = "If you did not ask for that, call the bank by the number on your card."
_OF_TEXT_MESSAGES: Final = (
    "Text messages can be read by whoever takes over your number; an authenticator or a passkey is"
    " safer."
)
_WORDS: Final[Mapping[NoticeKind, _Words]] = {
    NoticeKind.CODE: _Words(
        "Your code",
        "Your code is {code}. It is good for ten minutes. Nobody from the bank will ever ask you"
        " for it. If you asked for none, ignore this message.",
    ),
    NoticeKind.INVITATION: _Words(
        "You are invited to sign in",
        "Your bank has invited you to sign in. Your invitation code is {code}. It is good for seven"
        " days. Nobody from the bank will ever ask you for it.",
    ),
    NoticeKind.ALREADY_REGISTERED: _Words(
        "You have an account already",
        "Somebody has just tried to register with this address, by which you sign in already. If"
        " it was you, sign in, or have your password reset. If not, you need to do nothing.",
    ),
    NoticeKind.NOT_REGISTERED: _Words(
        "Nobody signs in by this address",
        "Somebody has just asked to reset the password of whoever signs in by this address: nobody"
        " does. If it was you, try another of your addresses. If not, you need to do nothing.",
    ),
    NoticeKind.SIGNED_IN_ON_NEW_DEVICE: _Words(
        "A new device", f"Somebody has signed in as you on a new device. {_NOT_YOU}"
    ),
    NoticeKind.SIGN_IN_THROTTLED: _Words(
        "Failed attempts to sign in",
        "Somebody has tried to sign in as you, or to confirm something as you, and failed several"
        " times. Further attempts have to wait; on a device that you have used before you can sign"
        " in as ever.",
    ),
    NoticeKind.SECOND_FACTOR_FAILED: _Words(
        "Your password was used",
        "Somebody has tried to sign in as you with your password, and then failed to confirm that"
        f" it was you. {_NOT_YOU}",
    ),
    NoticeKind.PASSWORD_CHANGED: _Words(
        "Your password was changed", f"Your password was changed. {_NOT_YOU}"
    ),
    NoticeKind.FACTOR_ADDED: _Words(
        "A new way to confirm", f"A new way to confirm that it is you was added. {_NOT_YOU}"
    ),
    NoticeKind.FACTOR_REMOVED: _Words(
        "A way to confirm was removed", f"A way to confirm that it is you was removed. {_NOT_YOU}"
    ),
    NoticeKind.PASSKEY_SUSPECTED: _Words(
        "A passkey may have been copied",
        "A passkey of yours was used that may be a copy, and was refused. Remove it, and make a new"
        " one.",
    ),
    NoticeKind.DEVICE_REMOVED: _Words(
        "A device was removed",
        f"A device on which you signed in was removed, and signed out. {_NOT_YOU}",
    ),
    NoticeKind.PAYMENT_THRESHOLD_RAISED: _Words(
        "Larger payments without a confirmation",
        f"You now confirm payments only above a higher amount than before. {_NOT_YOU}",
    ),
    NoticeKind.STAFF_CHANGED: _Words(
        "What you may do at the bank was changed",
        "An administrator has changed your roles, your branch, or whether you are let in. You were"
        " signed out everywhere.",
    ),
    NoticeKind.ADMINISTRATOR_APPOINTED: _Words(
        "There is one administrator more",
        "Somebody was made an administrator of the bank. If you do not know why, ask: the audit"
        " trail says who it was.",
    ),
    NoticeKind.CLIENT_CHANGED: _Words(
        "A system's access was changed",
        "An administrator has let a system in, given it other keys, or shut it out. If you do not"
        " know why, ask: the audit trail says who it was.",
    ),
    NoticeKind.POLICY_CHANGED: _Words(
        "Who may do what was changed",
        "The policy of the bank was changed: who may do what, or what has to be approved. If you do"
        " not know why, ask: the audit trail says who it was.",
    ),
    NoticeKind.STAFF_TOKEN_ISSUED: _Words(
        "A token for staff was issued",
        "Whoever runs the bank's machine has issued a token with a role of staff, or of their own."
        " If you do not know why, ask: the audit trail says for whom it is.",
    ),
    NoticeKind.TOKEN_IN_YOUR_NAME: _Words(
        "A token in your name was issued",
        "Whoever runs the bank's machine has issued a token in your name. If you do not know why,"
        " tell an administrator: a lock ends it.",
    ),
    NoticeKind.TOKEN_HOLDER_CHANGED: _Words(
        "Somebody was shut out, or let in again",
        "A person whom another issuer vouches for, or a script, was shut out of the bank, or let in"
        " again. If you do not know why, ask: the audit trail says who did it.",
    ),
    NoticeKind.CUSTOMER_RENAMED: _Words(
        "Your name was changed at the bank",
        "The bank has changed the name by which it knows you, or a customer for whom you act."
        f" {_NOT_ASKED}",
    ),
    NoticeKind.CUSTOMER_LEFT: _Words(
        "A customer of the bank no more",
        "You, or a customer for whom you acted, left the bank. Whoever acts for nobody else can"
        f" sign in no more. {_NOT_ASKED}",
    ),
    NoticeKind.HOLDERS_CHANGED: _Words(
        "Who may use an account was changed",
        "The bank has changed who holds an account that is or was yours, or that of a customer for"
        f" whom you act. Sign in to see it. {_NOT_ASKED}",
    ),
    NoticeKind.PERSONS_DATA_CHANGED: _Words(
        "What the bank knows about you was changed",
        "The bank has changed what it knows about you, or about a customer for whom you act, beside"
        f" the name. {_NOT_ASKED}",
    ),
    NoticeKind.LIMITS_CHANGED: _Words(
        "The limits of an account were changed",
        "The bank has changed the limits of an account of yours, or of a customer for whom you act."
        f" Sign in to see them. {_NOT_ASKED}",
    ),
    NoticeKind.ORGANISATION_DATA_CHANGED: _Words(
        "What the bank knows of your organisation was changed",
        f"The bank has changed what it knows of an organisation for which you act. {_NOT_ASKED}",
    ),
    NoticeKind.INVITATION_TAKEN: _Words(
        "You can sign in now",
        "Somebody has taken the bank's invitation to you, and set a password or made a passkey. If"
        " that was not you, call the bank by the number on your card.",
    ),
    NoticeKind.USER_ADDED: _Words(
        "Somebody else may act for you",
        "The bank has let another person act for you, or for a customer for whom you act."
        f" {_NOT_ASKED}",
    ),
    NoticeKind.ADDED_AS_USER: _Words(
        "You act for one customer more",
        f"The bank has let you act for one more customer. {_NOT_ASKED}",
    ),
    NoticeKind.USER_REMOVED: _Words(
        "Somebody acts for you no more",
        "A person who could act for you, or for a customer for whom you act, can do so no more."
        f" {_NOT_ASKED}",
    ),
    NoticeKind.REMOVED_AS_USER: _Words(
        "You act for one customer less",
        "You can no longer act for a customer of the bank for whom you could. You were signed out"
        " everywhere.",
    ),
    NoticeKind.LOCKED: _Words(
        "You cannot sign in for now",
        "The bank has locked your access, to keep what is yours safe, and signed you out"
        " everywhere. Call the bank by the number on your card.",
    ),
    NoticeKind.UNLOCKED: _Words(
        "You can sign in again",
        f"The bank has unlocked your access. {_NOT_ASKED}",
    ),
    NoticeKind.RECOVERY_CODE_USED: _Words(
        "A recovery code was used", f"One of your recovery codes was used. {_NOT_YOU}"
    ),
    NoticeKind.CONTACT_CHANGED: _Words(
        "Your address was changed",
        f"The address at which the bank reaches you was changed. {_NOT_YOU}",
    ),
    NoticeKind.CONTACT_CHANGED_BY_STAFF: _Words(
        "Your address was changed at the bank",
        f"The bank has changed the address at which it reaches you. {_NOT_ASKED}",
    ),
    NoticeKind.DUE_DILIGENCE_CHANGED: _Words(
        "What the bank knows about you was changed",
        f"You have told the bank something else about yourself than before. {_NOT_YOU}",
    ),
    NoticeKind.SESSIONS_ENDED: _Words(
        "You were signed out", f"You were signed out on a device, or on several. {_NOT_YOU}"
    ),
    NoticeKind.SESSIONS_ENDED_BY_BANK: _Words(
        "The bank has signed you out",
        "The bank has signed you out everywhere, to keep what is yours safe. You can sign in again."
        " If you have questions, call the bank by the number on your card.",
    ),
    NoticeKind.EVERYBODYS_SESSIONS_ENDED: _Words(
        "Everybody was signed out",
        "Every session at the bank was ended, yours as well, and so were the tokens of systems. If"
        " you do not know why, ask: the audit trail says who it was.",
    ),
    NoticeKind.FACTOR_RESET_ASKED: _Words(
        "Somebody says that you lost your ways to confirm",
        "The bank was asked to remove the ways in which you confirm that it is you. Nothing is"
        " removed before somebody else at the bank agrees, and then a day goes by. If it was not"
        " you who asked, call the bank at once by the number on your card.",
    ),
    NoticeKind.FACTOR_RESET_TO_CONFIRM: _Words(
        "A reset of lost factors waits for you",
        "Somebody asks for the reset of a person's lost factors, and you are one of those who may"
        " confirm it: {about}. Sign in to look at it.",
    ),
    NoticeKind.FACTOR_RESET_STOPPED: _Words(
        "Your ways to confirm stay as they are",
        "The bank was asked to remove the ways in which you confirm that it is you. That was"
        f" stopped. {_NOT_YOU}",
    ),
    NoticeKind.FACTOR_RESET_WAITS: _Words(
        "Your ways to confirm are to be reset",
        "In a day the bank removes the ways in which you confirm that it is you, because somebody"
        " said that you have lost them. If that was not you, call the bank at once by the number on"
        " your card.",
    ),
    NoticeKind.FACTORS_RESET: _Words(
        "Your ways to confirm were removed",
        "The ways in which you confirm that it is you were removed. Sign in with your password and"
        f" add new ones. {_NOT_YOU}",
    ),
    NoticeKind.BREAK_GLASS: _Words(
        "Emergency access was used", "Somebody has used emergency access to the bank."
    ),
    NoticeKind.APPROVAL_WAITS: _Words(
        "Something waits for your decision",
        "Somebody asks for what needs to be approved, and you are one of those who may decide:"
        " {about}. Sign in to look at it, and at what else waits.",
    ),
    NoticeKind.APPROVAL_DONE: _Words(
        "What you asked for was approved",
        f"Something that you asked for was approved, and has been done. {_NOT_YOU}",
    ),
    NoticeKind.APPROVAL_FAILED: _Words(
        "What you asked for could not be done",
        "Something that you asked for was approved, and could not be done then. Sign in to read"
        " why.",
    ),
    NoticeKind.APPROVAL_REJECTED: _Words(
        "What you asked for was rejected",
        "Something that you asked for was looked at by somebody else and rejected. Sign in to read"
        " why.",
    ),
    NoticeKind.APPROVAL_EXPIRED: _Words(
        "What you asked for has lapsed",
        "Nobody decided in time about something that you asked for. Ask for it again if you still"
        " want it.",
    ),
}


def message(kind: NoticeKind, to: Contact, code: str | None, about: str | None = None) -> Message:
    """Put a notice into words; a phone gets them in one line with their subject.

    With a code it is told what text messages are worth.
    """
    words = _WORDS[kind]
    text = words.text.format(code=code or "", about=about or "")
    if to.channel is Channel.PHONE:
        text = f"{words.subject}. {text}"
        if code is not None:
            text = f"{text} {_OF_TEXT_MESSAGES}"
    return Message(to=to, subject=words.subject, text=text)
