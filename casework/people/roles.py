"""What each post may do: the whole table of permissions, in one place.

A person's permissions are those of the posts they hold or cover on the day, worked out by
`casework.people.backends.PostBackend`; there are no groups to fall out of step with the posts.
A permission is "<app label>.<what it allows>".
"""

from casework.people.posts import Post

VIEW_OFFICE_CASES = "cases.view_office_cases"
VIEW_WHERE_NAMED = "cases.view_where_named"
BREAK_GLASS = "cases.break_glass"
RAISE_WALL = "cases.raise_wall"
NAME_PEOPLE = "cases.name_people"
LOG_COMPLAINT = "complaints.log_complaint"
ADD_DOCUMENT = "documents.add_document"
HANDLE_COMPLAINT = "complaints.handle_complaint"
ASSIGN_COMPLAINT = "complaints.assign_complaint"
MANAGE_COMPLAINTS = "complaints.manage_complaints"
DECIDE_APPROVAL = "approvals.decide"
DISPATCH_LETTER = "letters.dispatch"
READ_REPORT = "reporting.read_report"
OPEN_FIGURE = "reporting.open_figure"
RETRY_MESSAGE = "outbox.retry_message"
VIEW_SELF_CHECK = "desk.view_self_check"
MANAGE_OFFICE = "people.manage_office"

# Without it nobody sees a case, whoever named them on it: leavers, and those who only administer.
WHERE_NAMED = frozenset({VIEW_WHERE_NAMED})
HANDLER = WHERE_NAMED | frozenset(
    {VIEW_OFFICE_CASES, LOG_COMPLAINT, HANDLE_COMPLAINT, ADD_DOCUMENT, DISPATCH_LETTER, BREAK_GLASS}
)
MANAGER = HANDLER | {
    ASSIGN_COMPLAINT,
    MANAGE_COMPLAINTS,
    DECIDE_APPROVAL,
    READ_REPORT,
    OPEN_FIGURE,
    RETRY_MESSAGE,
    VIEW_SELF_CHECK,
    NAME_PEOPLE,
}

PERMISSIONS: dict[Post, frozenset[str]] = {
    Post.COMPLAINT_HANDLER: HANDLER,
    Post.MANAGER: MANAGER,
    Post.MONITORING_OFFICER: MANAGER | {RAISE_WALL},
    Post.CHIEF_EXECUTIVE: MANAGER | {RAISE_WALL},
    Post.CHIEF_FINANCE_OFFICER: WHERE_NAMED | {READ_REPORT},
    Post.DATA_PROTECTION_OFFICER: WHERE_NAMED | {READ_REPORT},
    # The Commissioner sees no case work but what is put to the post by name. A complaint about the Chief
    # Executive is, and is then the Commissioner's to share out.
    Post.COMMISSIONER: (MANAGER | {RAISE_WALL})
    - {VIEW_OFFICE_CASES, BREAK_GLASS, OPEN_FIGURE, RETRY_MESSAGE, VIEW_SELF_CHECK},
    Post.DEPUTY: WHERE_NAMED,
    Post.JASC_CHAIR: WHERE_NAMED | {DECIDE_APPROVAL, READ_REPORT},
    Post.JASC_MEMBER: WHERE_NAMED | {READ_REPORT},
    Post.LEGITIMACY_LEAD: WHERE_NAMED | {READ_REPORT},
    Post.DECLARANT: WHERE_NAMED,
    # Accounts, settings and reference data; no case content.
    Post.ADMINISTRATOR: frozenset({MANAGE_OFFICE, VIEW_SELF_CHECK}),
}
