"""Makes the benchmark's plugins known to the bank that is started next, and to no other."""

from collections.abc import Sequence
from pathlib import Path

WITHOUT_AUDIT, SAMPLER = "bench-without-audit", "bench-sampler"
_METADATA = "Metadata-Version: 2.1\nName: bank-bench\nVersion: 0\n"
_ENTRY_POINTS = f"""[bank.plugins]
{WITHOUT_AUDIT} = bench.plugins.without_audit:PLUGIN
{SAMPLER} = bench.plugins.sampler:PLUGIN
"""


def path_of_plugins(folder: Path) -> Sequence[Path]:
    """Write the distribution that names the plugins, and give the path on which they are found."""
    named = folder / "bench-plugins"
    distribution = named / "bank_bench-0.dist-info"
    distribution.mkdir(parents=True, exist_ok=True)
    (distribution / "METADATA").write_text(_METADATA, encoding="utf-8")
    (distribution / "entry_points.txt").write_text(_ENTRY_POINTS, encoding="utf-8")
    return named.resolve(), Path(__file__).parents[2].resolve()


def without_audit() -> Sequence[str]:
    """Give the settings of a bank that records no audit events of postings."""
    return (f"--bank.plugins.{WITHOUT_AUDIT}.enabled=true",)


def sampled(folder: Path) -> Sequence[str]:
    """Give the settings of a bank that samples itself while there is a file `go` in the folder."""
    return (f"--bank.plugins.{SAMPLER}.folder={folder}",)
