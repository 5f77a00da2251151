"""`make crash ROUNDS=n`: kill the bank under load, and prove its books after each time."""

import argparse
import json
import secrets
import signal
import sys
from pathlib import Path

from rich.console import Console
from tests.crash.campaign import Campaign
from tests.crash.evidence import folder_of_a_run
from tests.crash.faults import FAULTS
from tests.crash.report import Report
from tests.positive import positive_count

ROOT = Path(__file__).parents[2]
_console = Console(soft_wrap=True)


def main() -> int:
    """Give the exit code: 1 where something was found."""
    options = _options()
    folder = folder_of_a_run((options.folder / "crash").absolute())
    seed = options.seed
    if seed is None:
        seed = secrets.randbelow(1_000_000) * len(FAULTS)
    _console.print(f"{options.rounds} rounds from seed {seed}.")
    campaign = Campaign(folder, lambda line: _console.print(line, highlight=False, markup=False))
    report = Report(seed)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        campaign.run(options.rounds, report)
    except KeyboardInterrupt:
        _console.print("Told to stop; this is what was reached.")
    file = options.folder / "crash.json"
    content = json.dumps(report.content(), indent=2) + "\n"
    file.write_text(content, encoding="utf-8")
    if report.findings:
        (folder / "crash.json").write_text(content, encoding="utf-8")
    _console.print(report.table())
    for sentence in report.sentences():
        _console.print(sentence, highlight=False, markup=False)
    _console.print(f"All of this is in {file}.")
    return 1 if report.findings else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--rounds", type=positive_count, default=10)
    parser.add_argument("--seed", type=int, help="of the first round; drawn and printed without")
    parser.add_argument("--folder", type=Path, default=ROOT / "build")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
