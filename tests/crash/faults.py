"""What is done to a bank that works: one fault a round, each waited out until the bank is back."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import psutil
from tests.crash.asking import Way
from tests.crash.backends import back_ends, every_process, postmaster, stopped, stopped_in_commit
from tests.crash.cutting_proxy import CuttingProxy
from tests.crash.small_disk import SmallDisk
from tests.system.served_bank import ServedBank

SERVER_PROCESSES = 2
_TRIES = 40
_CATCH_SECONDS = 0.25
_ROOM_BYTES = (0, 64 * 1024, 256 * 1024)
_FULL_SECONDS_MAX = 6.0
_CRASH_LOOP_SECONDS = 6.0
"""One that dies within 5.5 s of its start ends the bank, as `docs/guides/operate.md` says."""


@dataclass
class Scene:
    """The bank that is being hurt, and what there is to hurt it with."""

    bank: ServedBank
    way: Way
    disk: SmallDisk | None
    told_to_wait: Callable[[], int]
    """How often clients of this round had to ask again so far."""
    restarts: int = 0
    respawned: int = 0
    _killed_at: float = 0.0

    def restart(self) -> None:
        """Start the bank again whose main process was killed; nothing of it may be left."""
        left = self.bank.left()
        assert not left, f"processes outlived their main process: {left}"
        self.bank.start()
        self.restarts += 1

    def rest(self) -> None:
        """Wait until another server process may be killed."""
        time.sleep(max(0.0, self._killed_at + _CRASH_LOOP_SECONDS - time.monotonic()))

    def kill(self, server_process: psutil.Process) -> None:
        """Kill a server process, but none twice so soon that the bank gives up."""
        self.rest()
        server_process.kill()
        server_process.wait(10)
        self._killed_at = time.monotonic()
        self.respawned += 1


@dataclass(frozen=True, slots=True)
class Struck:
    """What was done, and whether it met what it aimed at."""

    how: str
    met: bool = True


Fault = Callable[[Scene, Random], Struck]


def server_killed(scene: Scene, chance: Random) -> Struck:
    """SIGKILL to the main process; its server processes and PostgreSQL have to go with it."""
    scene.bank.end(signal.SIGKILL)
    scene.restart()
    return Struck("SIGKILL to the main process")


def server_process_killed(scene: Scene, chance: Random) -> Struck:
    """SIGKILL to one server process of two, at any moment."""
    scene.kill(chance.choice(scene.bank.workers))
    _wait_for_server_processes(scene)
    return Struck("SIGKILL to a server process")


def server_process_killed_in_commit(scene: Scene, chance: Random) -> Struck:
    """SIGKILL to one server process of two while PostgreSQL commits for it.

    The other one is stopped meanwhile, so that whatever commits, commits for this one.
    """
    scene.rest()
    spared, victim = chance.sample(scene.bank.workers, 2)
    caught = False
    for _ in range(_TRIES):
        spared, victim = victim, spared
        time.sleep(chance.uniform(0.02, 0.1))
        with stopped([spared.pid]):
            time.sleep(0.03)  # what the spared one had sent is done by then
            with stopped_in_commit(scene.bank.home, _CATCH_SECONDS) as back_end:
                caught = back_end is not None
                if caught:
                    scene.kill(victim)
        if caught:
            break
    if not caught:
        scene.kill(victim)
    _wait_for_server_processes(scene)
    return Struck("SIGKILL to a server process that was committing", met=caught)


def postmaster_killed(scene: Scene, chance: Random) -> Struck:
    """SIGKILL to the postmaster; the bank has to start it again."""
    killed = postmaster(scene.bank.home)
    killed.kill()
    _wait_for_another(scene, killed)
    return Struck("SIGKILL to the postmaster")


def back_end_killed(scene: Scene, chance: Random) -> Struck:
    """SIGKILL to one back end, or to one in the middle of a COMMIT.

    PostgreSQL ends all the others, and recovers.
    """
    home = scene.bank.home
    if chance.random() < 0.4:
        serving = back_ends(home)
        if serving:
            with suppress(ProcessLookupError):
                os.kill(chance.choice(serving), signal.SIGKILL)
        return Struck("SIGKILL to a back end", met=bool(serving))
    with stopped_in_commit(home, _TRIES * _CATCH_SECONDS) as committing:
        if committing is not None:
            os.kill(committing, signal.SIGKILL)
    return Struck("SIGKILL to a back end that was committing", met=committing is not None)


def both_killed(scene: Scene, chance: Random) -> Struck:
    """SIGKILL to the main process and to the postmaster, in either order."""
    database = postmaster(scene.bank.home)
    database_first = chance.random() < 0.5
    if database_first:
        database.kill()
        time.sleep(chance.uniform(0, 0.02))
    scene.bank.end(signal.SIGKILL)
    with suppress(psutil.NoSuchProcess):
        database.kill()
    scene.restart()
    first = "the database first" if database_first else "the bank first"
    return Struck(f"SIGKILL to both, {first}")


def database_paused(scene: Scene, chance: Random) -> Struck:
    """SIGSTOP to all of PostgreSQL for some seconds, then SIGCONT."""
    seconds = chance.uniform(1.5, 4.5)
    with stopped([process.pid for process in every_process(scene.bank.home)]):
        time.sleep(seconds)
    return Struck(f"SIGSTOP to the database for {seconds:.1f} s")


def requests_torn(scene: Scene, chance: Random) -> Struck:
    """Clients hang up in the middle of requests, or before they have the answer."""
    before = scene.way.torn
    scene.way.torn_share = 0.4
    time.sleep(chance.uniform(1.0, 2.0))
    scene.way.torn_share = 0.0
    torn = scene.way.torn - before
    return Struck(f"{torn} requests torn", met=torn > 0)


def answers_cut(scene: Scene, chance: Random) -> Struck:
    """The network cuts answers in the middle, and resets connections."""
    with CuttingProxy(scene.bank.port, chance) as proxy:
        scene.way.port = proxy.port
        time.sleep(chance.uniform(1.0, 2.0))
        scene.way.port = scene.bank.port
    return Struck(f"{proxy.cuts} answers cut", met=proxy.cuts > 0)


def disk_full(scene: Scene, chance: Random) -> Struck:
    """The disk is full for a while; then there is room again."""
    assert scene.disk is not None
    room = chance.choice(_ROOM_BYTES)
    before = scene.told_to_wait()
    until = time.monotonic() + _FULL_SECONDS_MAX
    try:
        scene.disk.fill(room)
        while scene.told_to_wait() == before and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.2, 1.0))
        met = scene.told_to_wait() > before
    finally:
        scene.disk.empty()
    return Struck(f"the disk full but for {room // 1024} KiB", met=met)


FAULTS: dict[str, Fault] = {
    fault.__name__: fault
    for fault in (
        server_killed,
        server_process_killed,
        server_process_killed_in_commit,
        postmaster_killed,
        back_end_killed,
        both_killed,
        database_paused,
        requests_torn,
        answers_cut,
        disk_full,
    )
}


def fault_of(seed: int) -> str:
    """Give the fault of a seed: of each ten seeds from a multiple of ten on, one has each fault."""
    deck, place = divmod(seed, len(FAULTS))
    return Random(deck).sample(sorted(FAULTS), len(FAULTS))[place]


def _wait_for_server_processes(scene: Scene) -> None:
    scene.bank.wait_until(lambda: len(scene.bank.workers) == SERVER_PROCESSES)


def _wait_for_another(scene: Scene, killed: psutil.Process) -> None:
    def is_another() -> bool:
        try:
            return postmaster(scene.bank.home) != killed
        except (OSError, psutil.Error, ValueError, IndexError):
            return False

    scene.bank.wait_until(is_another)
