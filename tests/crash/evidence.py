"""What runs leave behind: each has a folder of its own, and no run takes another's evidence."""

import shutil
from contextlib import suppress
from itertools import count
from pathlib import Path

from tests.crash.small_disk import release

EVIDENCE = "evidence"


def folder_of_a_run(every: Path) -> Path:
    """Make a new folder under that of every run, and clear away what runs left without evidence.

    What a run that was killed left mounted is unmounted first. Raises ``NoSmallDisk``.
    """
    release(every)
    for bank in every.glob("run-*/bank-*"):
        if not (bank / EVIDENCE).is_dir():
            shutil.rmtree(bank)
    for run in every.glob("run-*"):
        with suppress(OSError):  # it is kept for what is in it
            run.rmdir()
    numbers = [int(run.name.removeprefix("run-")) for run in every.glob("run-*")]
    for number in count(max(numbers, default=0) + 1):
        folder = every / f"run-{number}"
        with suppress(FileExistsError):
            folder.mkdir(parents=True)
            return folder
    raise AssertionError
