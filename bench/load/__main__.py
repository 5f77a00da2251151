"""Runs the orders on the standard input."""

import sys

import msgspec
import uvloop

from bench.load.generator import Load
from bench.load.orders import Orders


def main() -> None:
    """Read, run, say."""
    orders = msgspec.json.decode(sys.stdin.buffer.read(), type=Orders)
    done = uvloop.run(Load(orders).run())
    sys.stdout.buffer.write(msgspec.json.encode(done))


if __name__ == "__main__":
    main()
