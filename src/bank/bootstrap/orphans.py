"""A server process does not outlive the main process.

It would keep the port and the lock of the database folder, and answer without a database.
"""

import multiprocessing
import os
import signal
import threading
import time

_WATCH_SECONDS = 0.1


def die_with_main_process() -> None:
    """Kill this process once the one that started it is gone, however it went.

    Killed rather than stopped: what is under way has lost its database, and nothing is acknowledged
    that was not committed. Does nothing in a process that ``multiprocessing`` did not start.
    """
    main = multiprocessing.parent_process()
    if main is not None:
        threading.Thread(target=_watch, args=(main.pid,), name="orphan-watch", daemon=True).start()


def _watch(main: int | None) -> None:
    while os.getppid() == main:
        time.sleep(_WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
