"""Runs ministack for as long as the process that started it lives.

Standard input is a pipe that the parent never writes to. It reaches its end when the parent is gone, whatever ended
it, so the backend does not outlive a parent that was killed.
"""

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(timeout=2)
    os._exit(1)


threading.Thread(target=end_with_parent, daemon=True).start()

import layer_actions  # noqa: E402  (the watch comes first: importing takes a while)
import object_arns  # noqa: E402
import policy_escapes  # noqa: E402
from ministack.app import main  # noqa: E402

layer_actions.install()
object_arns.install()
policy_escapes.install()

sys.argv = ["ministack"]
main()
