import os
import signal
from pathlib import Path

from tests.local_services.conftest import until

HOME = "from local_services.places import *; print(home_of('postgres', unprivileged_account()))"


def test_services_start_for_their_first_user_and_stop_after_the_last(checkout):
    first, second = checkout.use(), checkout.use()
    addresses = checkout.addresses(first)

    assert checkout.addresses(second) == addresses

    first.communicate("\n")
    assert checkout.answers()
    second.communicate("\n")
    assert until(lambda: not checkout.is_kept())
    assert not checkout.answers()


def test_services_stop_when_their_only_user_is_killed(checkout):
    user = checkout.use()
    checkout.addresses(user)

    user.kill()

    assert until(lambda: not checkout.is_kept())


def test_a_killed_database_recovers_by_itself(checkout):
    checkout.addresses(checkout.use())
    first = int((checkout.data() / "postmaster.pid").read_text().split()[0])

    os.kill(first, signal.SIGKILL)

    assert until(lambda: checkout.processes(f"-D {checkout.data()}") not in ([], [first]))
    assert until(checkout.answers)


def test_a_killed_keeper_leaves_nothing_that_blocks_the_next_start(checkout):
    checkout.addresses(checkout.use())
    keepers = checkout.processes("local_services keep")
    assert len(keepers) == 2

    for keeper in keepers:
        os.kill(keeper, signal.SIGKILL)

    assert checkout.addresses(checkout.use())
    assert checkout.answers()


def test_a_process_number_that_now_belongs_to_somebody_else_is_left_alone(checkout):
    user = checkout.use()
    checkout.addresses(user)
    user.communicate("\n")
    assert until(lambda: not checkout.is_kept())
    bystander = os.getpid()
    (checkout.data() / "postmaster.pid").write_text(f"{bystander}\n{checkout.data()}\n")

    checkout.addresses(checkout.use())

    assert checkout.answers()
    assert Path(f"/proc/{bystander}").exists()


def test_a_database_half_made_is_made_again(checkout):
    half_made = Path(checkout.python(HOME)) / "data.new"
    half_made.mkdir()
    (half_made / "PG_VERSION").write_text("18\n")

    checkout.addresses(checkout.use())

    assert checkout.answers()
