"""What every store of refresh tokens does."""

import asyncio
from datetime import timedelta

from tests.contracts.backend import NOW, Backend, named
from tests.contracts.waiting import ended, waits

from bank.application.identity.sessions.refresh_tokens import RefreshToken

HOUR = timedelta(hours=1)
SESSION, OTHER = named("session"), named("other session")


async def _issued(backend: Backend) -> str:
    async with backend.unit() as unit:
        text = await unit.refresh_tokens.issue(SESSION, NOW, NOW + HOUR)
        await unit.work.commit()
    return text


async def _found(backend: Backend, text: str) -> RefreshToken | None:
    async with backend.unit() as unit:
        return await unit.refresh_tokens.find(text)


async def test_a_token_is_found_by_its_text_and_kept_as_a_digest(backend: Backend) -> None:
    text = await _issued(backend)
    token = await _found(backend, text)
    assert token is not None
    assert (token.session, token.generation, token.used_at) == (SESSION, 1, None)
    assert token.expires_at == NOW + HOUR
    assert len(token.digest) == 32
    assert text not in repr(token)


async def test_no_other_text_is_a_token(backend: Backend) -> None:
    text = await _issued(backend)
    for other in ("", text[:-1], text + "x", text.swapcase(), "é" * 40, "\x00"):
        assert await _found(backend, other) is None


async def test_a_rotated_token_is_used_and_the_next_one_is_not(backend: Backend) -> None:
    text = await _issued(backend)
    async with backend.unit() as unit:
        token = await unit.refresh_tokens.find(text)
        assert token is not None
        following = await unit.refresh_tokens.rotate(token, NOW, NOW + 2 * HOUR)
        await unit.work.commit()
    old, new = await _found(backend, text), await _found(backend, following)
    assert old is not None
    assert new is not None
    assert (old.used_at, old.generation) == (NOW, 1)
    assert (new.used_at, new.generation, new.session) == (None, 2, SESSION)
    assert new.expires_at == NOW + 2 * HOUR


async def test_a_rotation_that_is_rolled_back_used_nothing_up(backend: Backend) -> None:
    text = await _issued(backend)
    async with backend.unit() as unit:
        token = await unit.refresh_tokens.find(text)
        assert token is not None
        following = await unit.refresh_tokens.rotate(token, NOW, NOW + HOUR)
    assert await _found(backend, text) == token
    assert await _found(backend, following) is None


async def test_a_token_names_its_session_used_or_not_and_nobody_waits(backend: Backend) -> None:
    text = await _issued(backend)
    async with backend.unit() as first:
        token = await first.refresh_tokens.find(text)
        assert token is not None
        following = await first.refresh_tokens.rotate(token, NOW, NOW + HOUR)
        async with backend.unit() as second:
            assert await second.refresh_tokens.session_of(text) == SESSION
        await first.work.commit()
    async with backend.unit() as third:
        for each in (text, following):
            assert await third.refresh_tokens.session_of(each) == SESSION
        assert await third.refresh_tokens.session_of(text + "x") is None


async def test_whoever_finds_a_token_has_it_until_the_end_of_their_unit(backend: Backend) -> None:
    text = await _issued(backend)
    async with backend.unit() as first:
        token = await first.refresh_tokens.find(text)
        assert token is not None
        second = asyncio.create_task(_found(backend, text))
        assert await waits(second)
        await first.refresh_tokens.rotate(token, NOW, NOW + HOUR)
        await first.work.commit()
    seen = await ended(second)
    assert seen is not None
    assert seen.used_at == NOW


async def test_expired_tokens_are_forgotten_and_others_are_not(backend: Backend) -> None:
    async with backend.unit() as unit:
        old = await unit.refresh_tokens.issue(SESSION, NOW, NOW + HOUR)
        kept = await unit.refresh_tokens.issue(OTHER, NOW, NOW + 2 * HOUR)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.refresh_tokens.forget_before(NOW + HOUR) == 1
        await unit.work.commit()
    assert await _found(backend, old) is None
    assert await _found(backend, kept) is not None
