from datetime import date

import factory

from casework.people.models import Cover, Delegation, Office, Tenure, User
from casework.people.posts import Post

FIRST_NAMES = ["Ailsa", "Bola", "Dafydd", "Farida", "Gareth", "Jarek", "Niamh"]
SURNAMES = ["Abara", "Birch", "Driscoll", "Farrow", "Hameed", "Jessop", "Kowal", "Lloyd", "Mistry", "Rees"]


class UserFactory(factory.django.DjangoModelFactory):
    """A person with no post, or with the one given: `UserFactory(post=Post.MANAGER)`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    # Nobody shares a name, or has one that a test gives: a name decides who sees a case.
    name = factory.Sequence(lambda n: f"{FIRST_NAMES[n % 7]} {SURNAMES[n % 10]}")
    email = factory.Sequence(lambda n: f"colleague.{n}@office.example")
    # Nobody signs in with it: tests use client.force_login, or set_password when the password matters.
    password = "!"

    @factory.post_generation
    def post(self, create: bool, extracted: Post | None, **kwargs: object) -> None:
        if extracted:
            TenureFactory(person=self, post=extracted, **kwargs)


class TenureFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Tenure

    person = factory.SubFactory(UserFactory)
    post = Post.COMPLAINT_HANDLER
    from_on = date(2020, 2, 1)


class CoverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cover

    person = factory.SubFactory(UserFactory)
    post = Post.CHIEF_EXECUTIVE
    from_on = date(2026, 3, 28)
    until_on = date(2026, 4, 8)


class DelegationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delegation

    function = "resolution_letter"
    post = Post.MANAGER
    instrument = "Scheme of governance 2020, part 4"
    from_on = date(2020, 2, 1)


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    from_on = date(2020, 2, 1)
    name = "Office of the Police and Crime Commissioner for Exampleshire"
    area = "Exampleshire"
    force_name = "Exampleshire Constabulary"
    force_contact_email = "standards@force.example"
    complaint_model = 2
    address = "1 High Street\nExampleton\nEX1 1AA"
    email = "office@office.example"
    telephone = "01632 960 000"
