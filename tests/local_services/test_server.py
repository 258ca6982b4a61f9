INTERRUPTED = """
import os, signal
from local_services import environment, server

signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell has it for what a script starts with "&"
environment.write_once = lambda: None
server.free_port = lambda: os.kill(os.getpid(), signal.SIGINT) or exit("It went on.")
server.main([])
print("It ended.")
"""


def test_an_interrupt_ends_the_server_that_a_script_started_in_the_background(checkout):
    assert checkout.python(INTERRUPTED) == "It ended."
