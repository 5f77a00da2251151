"""Codes of an authenticator by a programme that knows nothing of ours."""

import shutil
import subprocess
from datetime import UTC, datetime

import pytest


def oathtool(secret: str, at: datetime) -> str:
    """Give the code of a base32 secret at a moment; skips where the programme is missing."""
    programme = shutil.which("oathtool")
    if programme is None:
        pytest.skip("oathtool is not installed (Debian package oathtool)")
    moment = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    asked = [programme, "--totp", "--base32", f"--now={moment}", secret]
    return subprocess.run(asked, capture_output=True, check=True, text=True).stdout.strip()
