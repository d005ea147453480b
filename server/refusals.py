"""The closed list of every expected "no".

A refusal is not an error: it rolls back to its savepoint, is stored as the outcome of its number, and
reaches the person in plain words with what to do next (RFC 9457). Anything that is not on this list
crashes loudly. The phone has its own sentence for each code (`pwa/src/words`); these are what an API
client reads.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    title: str
    detail: str
    status: int


CODES: dict[str, Refusal] = {
    # who is asking
    "signed-out": Refusal(
        "You are logged out", "Log in to go on. What you saved is still on this phone.", 401
    ),
    "wrong-log-in": Refusal(
        "Log-in details do not match", "Check the email address and password, then try again.", 401
    ),
    "wrong-code": Refusal("That code does not match", "Check the newest email, or ask for a new code.", 400),
    "wait-to-log-in": Refusal("Too many tries", "Wait a while, then try again or reset your password.", 429),
    "weak-password": Refusal(
        "Choose a longer password", "Use at least 10 characters. Three words work well.", 400
    ),
    "mail-domain": Refusal(
        "This email address cannot be used here", "This service accepts other email addresses.", 400
    ),
    "cross-site": Refusal("This came from another site", "Open the app itself and try again.", 403),
    "device-revoked": Refusal("This phone was removed", "Log in again to use the app on this phone.", 403),
    "passkey-needed": Refusal("Confirm it is you", "Use your passkey, then send this again.", 403),
    "wrong-passkey": Refusal("That passkey did not work", "Try again, or log in with your password.", 400),
    "addresses-full": Refusal("An account has five addresses at most", "Take one of them away first.", 409),
    "address-too-new": Refusal(
        "Your other address is new", "Once it has been yours for a week, you can take this one away.", 409
    ),
    "hand-over-first": Refusal(
        "You are the only coordinator of a scheme", "Have another one named, then close your account.", 409
    ),
    "invitation-over": Refusal("This invitation cannot be used", "Ask the scheme for a new one.", 400),
    # what was asked
    "bad-request": Refusal("We could not read that", "Check what you sent and try again.", 400),
    "not-json": Refusal("Send this as JSON", "The content type must be application/json.", 415),
    "too-large": Refusal("This is too large to send", "Send less at a time.", 413),
    "too-often": Refusal("Too many requests", "Wait a moment. The app tries again by itself.", 429),
    "not-found": Refusal("This page does not exist", "Go back to where you were.", 404),
    "not-allowed": Refusal("This cannot be done here", "Go back to where you were.", 405),
    "not-yours": Refusal(
        "You cannot see or change this", "It may have closed, or never been open to you.", 404
    ),
    "bad-photo": Refusal("This photo cannot be used", "Choose a JPEG photo of at most 40 kB.", 400),
    "bad-file": Refusal("We could not read this file", "Save it as a CSV file and try again.", 400),
    # web push
    "push-unknown": Refusal(
        "This browser cannot be told", "Its push service is not one that this server knows.", 409
    ),
    "phone-unknown": Refusal("This phone has not synced yet", "Wait until it is up to date, then try.", 409),
    # sync
    "busy": Refusal("This phone is already sending", "The app tries again by itself.", 409),
    "gap": Refusal("A change before this one is missing", "The app sends it again by itself.", 409),
    "fork": Refusal("This phone's copy has a twin", "The app takes a new name and sends again.", 409),
    "unknown-act": Refusal("This app version is too new or too old", "Update the app, then send again.", 422),
    "malformed": Refusal("This change could not be read", "Your words are kept. Try it again.", 422),
    # participation, directory
    "scheme-closed": Refusal("This scheme is not open", "Other schemes you can use are listed.", 409),
    "role-not-offered": Refusal(
        "This scheme does not have that role", "Look at what the scheme offers.", 409
    ),
    "not-taking-part": Refusal("You are not taking part in this", "You can take part if it suits you.", 409),
    "date-passed": Refusal("That date has passed", "Choose a later date.", 409),
    "date-too-far": Refusal("That date is too far away", "Choose a date in the next two years.", 409),
    "field-not-offered": Refusal("That field is not used here", "Update the app, then try again.", 409),
    "value-not-allowed": Refusal("That value cannot be used", "Check it and try again.", 409),
    "photo-missing": Refusal("The photo has not arrived", "Choose the photo again.", 409),
    "invitations-used-up": Refusal("No more invitations today", "You can send more tomorrow.", 409),
    # relationships
    "not-matched-this-way": Refusal(
        "This scheme brings people together another way", "Look at how it does on its page.", 409
    ),
    "mentor-not-free": Refusal(
        "This mentor takes no requests at the moment", "Other mentors you can ask are below.", 409
    ),
    "no-place": Refusal("This place was taken meanwhile", "Other mentors you can ask are below.", 409),
    "already-asked": Refusal("You have asked this already", "It is waiting for an answer.", 409),
    "rule-specialty": Refusal(
        "This scheme's rule on specialty does not fit", "Other mentors you can ask are below.", 409
    ),
    "rule-site": Refusal(
        "This scheme's rule on sites does not fit", "Other mentors you can ask are below.", 409
    ),
    "relationship-closed": Refusal("This request has closed", "Other mentors you can ask are below.", 409),
    "not-all-there": Refusal("Not everybody is there yet", "Wait until each has joined.", 409),
    "code-unknown": Refusal("We do not know this code", "Check it, or ask for a new one.", 409),
    "training-needed": Refusal(
        "This scheme asks for training first", "Its contact point can tell you more.", 409
    ),
    "charter-moved-on": Refusal("The charter has a newer version", "Read it, then agree again.", 409),
    "outside-group": Refusal(
        "This scheme is for another group", "Its contact point can help you find a way.", 409
    ),
    "no-need-to-ask": Refusal("You can take part as you are", "This scheme welcomes you.", 409),
    "charter-incomplete": Refusal("The charter is not complete", "Check each setting and try again.", 409),
    # notices
    "notices-used-up": Refusal(
        "This scheme has three notices in seven days already", "Choose a later day to send it.", 409
    ),
    "notice-too-long": Refusal("A notice stays 60 days at most", "Choose an earlier end.", 409),
    "group-too-small": Refusal(
        "This group is too small for a notice", "A notice goes to eight people or more.", 409
    ),
    # meetings
    "no-candidate-free": Refusal(
        "None of these times is free any more", "You have not been booked. You can suggest another time.", 409
    ),
    "meeting-over": Refusal("This meeting is no longer open", "You can suggest another time.", 409),
    "meeting-changed": Refusal("This meeting changed meanwhile", "Look at how it is now, then choose.", 409),
    "meeting-to-come": Refusal("This meeting has not begun yet", "You can say so once it has begun.", 409),
    "no-longer-correctable": Refusal("This stands as it is now", "It could be corrected for 14 days.", 409),
    "cap-reached": Refusal("All sessions of this scheme are arranged", "The charter says how many.", 409),
    "first-meeting-theirs": Refusal(
        "In this scheme the other side suggests the first meeting", "You can answer with other times.", 409
    ),
    "agree-first": Refusal(
        "Your first meeting is arranged already", "You can arrange more once you both agree to go on.", 409
    ),
    # events
    "event-over": Refusal(
        "This event is over or was cancelled", "Other events of the scheme are listed.", 409
    ),
    "places-taken": Refusal(
        "More places than that are taken", "Choose as many as are taken, or more. Nobody is put out.", 409
    ),
    "names-not-offered": Refusal(
        "This scheme's charter shows its office no names", "Publish the event without names.", 409
    ),
}


class Refused(Exception):
    """An expected "no". `facts` travel with it (open times, a number expected), never words about people."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.refusal = CODES[code]
        self.code = code
        self.facts = facts

    def problem(self) -> dict[str, Any]:
        """RFC 9457 members, with `code` and the facts beside them."""
        return {
            "type": "about:blank",
            "title": self.refusal.title,
            "status": self.refusal.status,
            "detail": self.refusal.detail,
            "code": self.code,
            **self.facts,
        }
