from datetime import UTC, date, datetime

import factory

from casework.trail.models import Chain, Checkpoint, Entry


class ChainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Chain

    key = factory.Sequence(lambda n: f"case:{n}")


class EntryFactory(factory.django.DjangoModelFactory):
    """An entry whose seal is not of its content: record() makes one that verifies."""

    class Meta:
        model = Entry

    chain = factory.SubFactory(ChainFactory)
    sequence = 1
    at = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    verb = "case.opened"
    key_id = "k1"
    mac = bytes(32)


class CheckpointFactory(factory.django.DjangoModelFactory):
    """A checkpoint that seals nothing: make_checkpoint() makes one that verifies."""

    class Meta:
        model = Checkpoint

    day = date(2026, 3, 29)
    heads = factory.LazyFunction(dict)
    key_id = "k1"
    mac = bytes(32)
