"""What every test shares: how hard Hypothesis looks.

``HYPOTHESIS_PROFILE`` chooses; without it, ``ci`` where the machine says it is one, else ``dev``.
"""

import os
from datetime import timedelta

from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=100, deadline=None, derandomize=True, database=None, print_blob=True
)
settings.register_profile(
    "nightly", max_examples=5000, deadline=timedelta(seconds=10), print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
