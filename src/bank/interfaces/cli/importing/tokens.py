"""Where the import's access token comes from, and from where the next one when it has run out."""

import asyncio
import shlex

from bank.interfaces.cli.importing.stopping import ImportStopped


class Tokens:
    """The access token, asked from a command when there is none or it is no longer taken.

    No message carries the token, nor what the command printed.
    """

    def __init__(self, token: str | None, command: str | None) -> None:
        """Take a token, a command that prints one, or both; stops without either."""
        if not token and not command:
            raise ImportStopped(
                "The bank wants an access token: set BANK_TOKEN, or give --token-command."
            )
        self._command = shlex.split(command) if command else []
        self._token = token and _checked(token)
        self._renewing = asyncio.Lock()

    async def current(self) -> str:
        """Give the token to send now."""
        if self._token is None:
            async with self._renewing:
                if self._token is None:
                    self._token = await self._asked()
        return self._token

    async def renew(self, refused: str, why: str) -> None:
        """Get another token in place of one that the bank refused; stops when there is no way."""
        async with self._renewing:
            if self._token != refused:
                return
            if not self._command:
                raise ImportStopped(
                    f"The bank does not take the access token: {why} Run the same command again"
                    " with a new one, or with --token-command, which is asked whenever one"
                    " runs out."
                )
            self._token = await self._asked()
            if self._token == refused:
                raise ImportStopped(f"--token-command gave the token that was refused: {why}")

    async def _asked(self) -> str:
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdout=asyncio.subprocess.PIPE
            )
        except OSError as error:
            message = f"--token-command could not be started ({error.strerror})."
            raise ImportStopped(message) from error
        printed, _ = await process.communicate()
        if process.returncode:
            raise ImportStopped(f"--token-command failed with exit code {process.returncode}.")
        return _checked(printed.decode(errors="replace"))


def _checked(text: str) -> str:
    token = text.strip()
    if not token or not token.isascii() or not token.isprintable() or " " in token:
        raise ImportStopped("The access token must be one word of printable ASCII.")
    return token
