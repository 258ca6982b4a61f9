"""What a reader should know before opening a file, in words."""

from casework.documents.models import Document, HeldReason, State

HELD = {
    HeldReason.EMPTY: "The file is empty. There is nothing in it to read: ask the sender for it again.",
    HeldReason.TYPE_NOT_ACCEPTED: (
        "This is not a kind of file that we accept. It may not open, and it may not be safe."
    ),
    HeldReason.NOT_WHAT_IT_SAYS: (
        "What is in the file is not what its name says. This can be a slip, or a disguise."
    ),
    HeldReason.MACROS: (
        "The file holds macros, which are small programs. Do not enable them if your software offers to."
    ),
    HeldReason.ACTIVE: (
        "The file may start a program, open another file that is inside it or fetch something from elsewhere "
        "when it is opened, or is too large inside for us to say that it does not. Open it only in protected "
        "view, or ask the sender for a plain PDF or a picture."
    ),
    HeldReason.VIRUS: "The virus scanner stopped this file. Nobody can open it here.",
    HeldReason.UNREADABLE: "The file is damaged. It may not open: ask the sender for it again.",
    HeldReason.UNFINISHED: (
        "We could not finish looking into this file, so we cannot say what it would do. Open it only in "
        "protected view, or ask the sender for a plain PDF or a picture."
    ),
    HeldReason.PASSWORD: (
        "The file is locked with a password, so the scanner could not look inside. Ask the sender for the "
        "password, or for a copy without one."
    ),
}
QUARANTINED = "The file is still being checked. Try again in a few minutes."
NOT_SCANNED = "The file was not scanned for viruses, because no scanner is set up here."
LOCATION = (
    "The file says where it was made, which may be somebody’s home. Make a redacted copy before you share it."
)


def warnings_for(document: Document) -> list[str]:
    """Everything to say before `document` is opened; nothing for most files."""
    warnings = []
    if document.state == State.QUARANTINED:
        warnings.append(QUARANTINED)
    if document.state == State.NOT_SCANNED:
        warnings.append(NOT_SCANNED)
    if document.state == State.HELD:
        warnings.append(HELD[HeldReason(document.held_reason)])
    if document.has_location:
        warnings.append(LOCATION)
    return warnings
