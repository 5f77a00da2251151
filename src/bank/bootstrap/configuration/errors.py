"""The one error of configuration: it names key, source and remedy, and never a value."""


class ConfigurationError(Exception):
    """A setting that the bank cannot start with.

    Values are left out on purpose: a password typed under the wrong key would land in a log.
    """

    def __init__(self, problem: str, *, key: str, source: str, remedy: str) -> None:
        super().__init__(f"{key} ({source}): {problem}. {remedy}")
        self.key = key
        self.source = source
        self.problem = problem
        self.remedy = remedy
