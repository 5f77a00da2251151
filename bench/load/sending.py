"""Starts load generators and takes what they counted."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bench.faults import NoRun
from bench.load.orders import Done, Orders

_FOLDER = Path(__file__).parents[2]
_SECONDS_MAX = 900.0


def send(*orders: Orders) -> Sequence[Done]:
    """Run one generator for each of the orders, at the same time. Raises ``NoRun``.

    What was refused, a connection that was lost, or nothing at all, ends the benchmark: what is
    left would look like a figure.
    """
    with_them = [_started(each) for each in orders]
    try:
        said = [process.communicate(timeout=_SECONDS_MAX) for process in with_them]
    except subprocess.TimeoutExpired:
        raise NoRun(f"{orders[0].kind}: no answer for {_SECONDS_MAX:.0f} s") from None
    finally:
        for process in with_them:
            process.kill()
            process.wait()
    return [
        _whole(order, process.returncode, *each)
        for order, process, each in zip(orders, with_them, said, strict=True)
    ]


def _started(orders: Orders) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_FOLDER,
    )
    assert process.stdin is not None  # noqa: S101 - it is a pipe
    process.stdin.write(msgspec.json.encode(orders))
    process.stdin.close()
    process.stdin = None
    return process


def _whole(orders: Orders, code: int, output: bytes, errors: bytes) -> Done:
    if code:
        last = errors.decode(errors="replace").strip().splitlines()[-1:]
        raise NoRun(f"{orders.kind}: the load generator ended with {code}: {''.join(last)}")
    done = msgspec.json.decode(output, type=Done)
    if done.refused or not done.counted:
        raise NoRun(
            f"{orders.kind}: {done.refused} of {done.counted + done.refused} did not count;"
            f" the first of them: {done.first_refused or 'nothing was sent'}"
        )
    return done
