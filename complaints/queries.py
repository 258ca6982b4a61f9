"""Reads of a complaint that more than one place needs."""

from complaints.models import Assessment, Complaint, Referral


def latest_assessment(complaint: Complaint) -> Assessment | None:
    return complaint.assessments.order_by("-pk").first()


def open_referral(complaint: Complaint) -> Referral | None:
    """The referral that is still to be made or has not come back."""
    return complaint.referrals.filter(returned_on=None, withdrawn_at=None).first()
