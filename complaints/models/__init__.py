from complaints.models.allegations import Allegation, Category, Factor
from complaints.models.assessment import Answer, Assessment, CriterionAnswer, Referral
from complaints.models.complaint import Complaint
from complaints.models.drafts import Attempts, Draft, EqualityResponse
from complaints.models.handling import Contact, HandOver, InformationRequest, Message
from complaints.models.parties import ContactBy, Party, Role

__all__ = [
    "Complaint",
    "ContactBy",
    "Party",
    "Role",
    "Allegation",
    "Category",
    "Factor",
    "Answer",
    "Assessment",
    "CriterionAnswer",
    "Referral",
    "Contact",
    "HandOver",
    "InformationRequest",
    "Message",
    "Attempts",
    "Draft",
    "EqualityResponse",
]
