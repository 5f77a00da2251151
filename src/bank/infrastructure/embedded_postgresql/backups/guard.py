"""Runs a programme, and when told to end, ends it with everything that it has started.

Run as a script by the launcher, as the leader of a process group of its own. It imports nothing of
the bank. pg_basebackup has a second process, which the kernel does not tell of our end: it would
stream the log for ever, and PostgreSQL would keep all of it for its sake.
"""

import os
import signal
import sys


def _main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda _number, _frame: os.killpg(0, signal.SIGKILL))
    status = os.spawnv(os.P_WAIT, command[0], command)  # noqa: S606 - no shell is wanted
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
