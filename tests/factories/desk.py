import factory

from casework.desk.models import SavedView
from tests.factories.people import UserFactory


class SavedViewFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SavedView

    person = factory.SubFactory(UserFactory)
    list_name = "complaints"
    name = "Closed this year"
    query = "state=closed"
