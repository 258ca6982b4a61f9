from django.db import models


class Post(models.TextChoices):
    """A post in or around the office. An office that renames a post does so in its settings."""

    COMPLAINT_HANDLER = "handler", "Complaint handler"
    MANAGER = "manager", "Complaints manager"
    MONITORING_OFFICER = "monitoring_officer", "Monitoring Officer"
    CHIEF_FINANCE_OFFICER = "chief_finance_officer", "Chief Finance Officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data Protection Officer"
    CHIEF_EXECUTIVE = "chief_executive", "Chief Executive"
    COMMISSIONER = "commissioner", "Police and Crime Commissioner"
    DEPUTY = "deputy", "Deputy Police and Crime Commissioner"
    JASC_CHAIR = "jasc_chair", "Chair of the Joint Audit and Standards Committee"
    JASC_MEMBER = "jasc_member", "Member of the Joint Audit and Standards Committee"
    LEGITIMACY_LEAD = "legitimacy_lead", "Legitimacy lead"
    DECLARANT = "declarant", "Member of staff"
    ADMINISTRATOR = "administrator", "System administrator"


# Whom a reminder goes to when the post itself did not act, or is walled from the case.
NEXT_POST_UP = {
    Post.COMPLAINT_HANDLER: Post.MANAGER,
    Post.DECLARANT: Post.MANAGER,
    Post.LEGITIMACY_LEAD: Post.MANAGER,
    Post.MANAGER: Post.CHIEF_EXECUTIVE,
    Post.DATA_PROTECTION_OFFICER: Post.CHIEF_EXECUTIVE,
    Post.CHIEF_FINANCE_OFFICER: Post.CHIEF_EXECUTIVE,
    Post.MONITORING_OFFICER: Post.CHIEF_EXECUTIVE,
    Post.CHIEF_EXECUTIVE: Post.COMMISSIONER,
    Post.COMMISSIONER: Post.JASC_CHAIR,
}

# Who decides when the holder of the post is conflicted (the second reading of the law, paragraph 4):
# staff, then the Chief Executive, then the Commissioner, then the chair of the committee.
SUCCESSION = {
    Post.COMPLAINT_HANDLER: Post.MANAGER,
    Post.MANAGER: Post.CHIEF_EXECUTIVE,
    Post.MONITORING_OFFICER: Post.CHIEF_EXECUTIVE,
    Post.CHIEF_FINANCE_OFFICER: Post.CHIEF_EXECUTIVE,
    Post.DATA_PROTECTION_OFFICER: Post.CHIEF_EXECUTIVE,
    Post.LEGITIMACY_LEAD: Post.CHIEF_EXECUTIVE,
    Post.CHIEF_EXECUTIVE: Post.COMMISSIONER,
    Post.COMMISSIONER: Post.JASC_CHAIR,
}
