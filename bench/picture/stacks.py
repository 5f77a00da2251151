"""What a server process was seen doing, as a tree of frames."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WAITING = "waits for requests and for the database"
_LOOPS = ("asyncio.", "granian.", "uvloop", "multiprocessing.", "concurrent.", "dishka._")
_BANK = "bank."


@dataclass(slots=True)
class Node:
    """A frame, how long it was on the stack, and what it called."""

    name: str
    seconds: float = 0.0
    below: dict[str, "Node"] = field(default_factory=dict)

    def child(self, name: str) -> "Node":
        """Give the node of a frame that this one called."""
        return self.below.setdefault(name, Node(name))


def tree_of(stacks: Iterable[tuple[list[str], float]], within: float) -> Node:
    """Join stacks, outermost frame first; a stack with nothing but the event loop is waiting.

    Of waiting as much is kept as fills ``within``, the seconds on the load's clock: the process
    also waited while the load generator started.
    """
    told = [(_told(frames), seconds) for frames, seconds in stacks]
    busy = [(names, seconds) for names, seconds in told if names != [WAITING]]
    waited = within - sum(seconds for _, seconds in busy)
    root = Node("all")
    for names, seconds in [*busy, ([WAITING], max(0.0, waited))]:
        root.seconds += seconds
        node = root
        for name in names:
            node = node.child(name)
            node.seconds += seconds
    return root


def package_of(name: str) -> str:
    """Give what a frame belongs to: a layer of the bank, or a library."""
    module = name.partition(":")[0]
    parts = module.split(".")
    if module.startswith(_BANK):
        return ".".join(parts[:2])
    return "waiting" if name == WAITING else "libraries"


def shares(root: Node) -> Mapping[str, float]:
    """Give the share of the time that each package's own frames took, callees left out."""
    own: dict[str, float] = {}

    def visit(node: Node) -> None:
        inner = sum(each.seconds for each in node.below.values())
        if node is not root:
            package = package_of(node.name)
            own[package] = own.get(package, 0.0) + node.seconds - inner
        for each in node.below.values():
            visit(each)

    visit(root)
    return {name: seconds / root.seconds for name, seconds in own.items()} if root.seconds else {}


def _told(frames: list[str]) -> list[str]:
    """Leave out the event loop's own frames below the first one of anybody else."""
    first = 0
    names = ["importlib", "runpy", "__main__", "threading", "bank.bootstrap.main", *_LOOPS]
    ignored = (
        *names,
        "bank.bootstrap.serving",
        "bank.interfaces.cli",
        "typer",
        "click",
        "contextlib",
    )
    while first < len(frames) and frames[first].startswith(ignored):
        first += 1
    told = [name for name in frames[first:] if not name.startswith(_LOOPS)]
    return told or [WAITING]
