"""The picture shows what was sampled, and where a transfer's time went."""

from xml.etree import ElementTree as ET

import pytest
from bench.picture.drawing import Profile, drawn
from bench.picture.stacks import WAITING, shares, tree_of
from bench.picture.stages import DECIDE, HTTP, Batches, batches_of, microseconds

STACKS = [
    (["granian._loops:run", "bank.application.posting.queue:run", "bank.domain.x:decide"], 3.0),
    (["granian._loops:run", "bank.application.posting.queue:run", "psycopg.copy:write"], 1.0),
    (["granian._loops:run", "bank.application.posting.queue:run"], 1.0),
    (["granian._loops:run", "asyncio.runners:run"], 7.5),
]


def test_what_a_process_did_is_told_by_package() -> None:
    root = tree_of(STACKS, within=10.0)
    assert root.seconds == 10
    assert set(root.below) == {"bank.application.posting.queue:run", WAITING}
    assert shares(root) == {
        "bank.application": pytest.approx(0.1),
        "bank.domain": pytest.approx(0.3),
        "libraries": pytest.approx(0.1),
        "waiting": pytest.approx(0.5),
    }


def test_stages_and_what_no_stage_tells_are_the_whole() -> None:
    text = (
        'bank_posting_stage_duration_seconds_sum{stage="load"} 2.0\n'
        'bank_posting_stage_duration_seconds_sum{stage="commit"} 1.0\n'
        "bank_posting_batch_duration_seconds_count 4.0\n"
        "bank_posting_batch_duration_seconds_sum 7.0\n"
    )
    after = batches_of(text)
    assert after == Batches({"load": 2.0, "commit": 1.0}, 7.0, 4.0)
    before = Batches({"load": 1.0, "commit": 0.5}, 3.0, 2.0)
    found = microseconds(before, after, seconds=10.0, transfers=1_000_000)
    assert found == {HTTP: 6.0, "load": 1.0, DECIDE: 2.5, "commit": 0.5}
    assert sum(found.values()) == 10.0


def test_the_picture_is_whole_light_and_names_no_path() -> None:
    profile = Profile("bulks & <more>", {HTTP: 6.0}, {"server": 9.0}, tree_of(STACKS, within=10.0))
    picture = drawn([profile, profile], "revision x")
    texts = [each.text or "" for each in ET.fromstring(picture).iter()]  # noqa: S314 - our own
    assert "bulks & <more>" in texts
    assert any("queue.run" in text for text in texts)
    assert "bank.domain.x:decide 30.0%" in texts
    assert "/" not in "".join(texts)
