"""What a demo can leave behind that must not be met elsewhere."""


class DemoSignInsLeft(Exception):
    """A bank that is no demo would let in whoever has read how to sign in to the demo."""

    code = "demo_sign_ins_left"

    def __init__(self, address: str) -> None:
        """Name one of them, and say what to do."""
        super().__init__(
            f"This bank was filled as a demo: {address}, say, signs in with the password that the"
            " demo prints. Start it as the demo that it is (--bank.profiles.active=demo), or give a"
            " bank for real people a home of its own (--bank.home=...)."
        )
