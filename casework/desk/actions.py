from django.db import transaction

from casework.desk.models import SavedView
from casework.people.models import User


@transaction.atomic
def save_view(list_name: str, name: str, query: str, *, by: User) -> SavedView:
    """Keep a list under a name of the person's own; the same name again replaces what it kept."""
    view, _ = SavedView.objects.update_or_create(
        person=by, list_name=list_name, name=name, defaults={"query": query}
    )
    return view


def delete_view(view: SavedView, *, by: User) -> None:
    SavedView.objects.filter(pk=view.pk, person=by).delete()
