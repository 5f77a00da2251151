"""For each rule the smallest tree that breaks it, what it must say, and a near miss to let pass."""

from dataclasses import dataclass, field

from tests.architecture.rules import (
    addresses,
    code,
    documents,
    makefile,
    names,
    pins,
    ports,
    sizes,
)
from tests.architecture.rules.reading import Rule


@dataclass(frozen=True, kw_only=True)
class Offender:
    """``files`` break ``rule``, which says ``says``; ``innocent`` files do not."""

    rule: Rule
    files: dict[str, str]
    says: str
    innocent: dict[str, str] = field(default_factory=dict)


DOMAIN = "src/bank/domain/parties.py"
APPLICATION = "src/bank/application/ports/accounts.py"
DECISION = "## Context\n## Decision\n## Consequences\n## Alternatives\n"
HASH = "--hash=sha256:00"


def _function(lines: int) -> str:
    return "def long():\n" + "    x = 1\n" * (lines - 1)


def _port(methods: int, decorator: str = "@abstractmethod") -> str:
    each = "".join(f"    {decorator}\n    def m{n}(self): ...\n" for n in range(methods))
    return f"class Accounts(Protocol):\n    '''Doc.'''\n{each}"


def _use_case(dependencies: int) -> str:
    taken = ", ".join(f"d{n}" for n in range(dependencies))
    return f"@use_case(action='a')\nclass Post:\n    def __init__(self, {taken}): ...\n"


def _project(*dependencies: str, excused: str = "") -> dict[str, str]:
    listed = ", ".join(f'"{each}"' for each in dependencies)
    tool = f'[tool.deptry.per_rule_ignores]\nDEP002 = ["{excused}"]\n'
    return {"pyproject.toml": f"[project]\ndependencies = [{listed}]\n{tool}"}


SIZES = (
    Offender(
        rule=sizes.source_modules_stay_small,
        files={DOMAIN: "x = 1\n" * 401},
        says="401 lines",
        innocent={DOMAIN: "x = 1\n" * 400},
    ),
    Offender(
        rule=sizes.modules_of_tests_stay_small,
        files={"tests/domain/test_parties.py": "x = 1\n" * 601},
        says="601 lines",
        innocent={"tests/domain/test_parties.py": "x = 1\n" * 600},
    ),
    Offender(
        rule=sizes.functions_stay_small,
        files={DOMAIN: _function(71)},
        says="long has 71 lines",
        innocent={DOMAIN: _function(70)},
    ),
    Offender(
        rule=sizes.readme_stays_short,
        files={"README.md": "line\n" * 120},
        says="120 lines",
        innocent={"README.md": "line\n" * 119},
    ),
)

NAMES = (
    *(
        Offender(
            rule=names.modules_are_named_for_what_they_hold,
            files={path: ""},
            says="nothing is called",
            innocent={DOMAIN: "", "src/bank/domain/utilities_payments.py": ""},
        )
        for path in ("src/bank/domain/utils.py", "src/bank/helpers/x.py", "tests/common/test_x.py")
    ),
    *(
        Offender(
            rule=names.classes_are_named_for_the_need_or_the_technology,
            files={APPLICATION: f"class {name}: ..."},
            says=name,
            innocent={APPLICATION: "class Report: ...\nclass Iban: ...\nclass InMemoryIds: ..."},
        )
        for name in ("AccountsPort", "IAccounts", "AbstractClock", "ClockImpl", "_KeyManager")
    ),
    *(
        Offender(
            rule=names.the_domain_says_journal_entry_not_transaction,
            files={DOMAIN: text},
            says="database transaction",
            innocent={DOMAIN: "# a transaction\nclass Entry:\n    '''No transaction.'''"},
        )
        for text in (
            "class Transaction: ...",
            "def post_transaction(): ...",
            "class Entry:\n    transaction_id: int",
            "def post(transaction): ...",
        )
    ),
    Offender(
        rule=names.use_cases_say_journal_entry_not_transaction,
        files={APPLICATION: "class PostTransaction: ..."},
        says="PostTransaction",
        innocent={APPLICATION: "def in_one_transaction(): ..."},
    ),
    Offender(
        rule=names.tests_mirror_the_sources,
        files={"tests/domain/treasury/test_x.py": ""},
        says="tests/domain/treasury/",
        innocent={
            "src/bank/domain/ledger/entries.py": "",
            "tests/domain/ledger/entries/test_balance.py": "",
            "tests/simulation/test_x.py": "",
        },
    ),
)

CODE = (
    Offender(
        rule=code.no_float_where_money_is,
        files={"src/bank/domain/money.py": "def read(x: float): ..."},
        says="money.py:1: a float",
        innocent={"src/bank/domain/scores.py": "x: float = 0.5"},
    ),
    Offender(
        rule=code.no_float_where_money_is,
        files={"src/bank/domain/ledger/decision.py": "RATE = 0.5"},
        says="decision.py:1: a float",
        innocent={"src/bank/domain/ledger/decision.py": "RATE = 5  # not 0.5"},
    ),
    *(
        Offender(
            rule=code.no_division_where_money_is,
            files={path: "def half(x):\n    return x / 2"},
            says=f"{path}:2",
            innocent={path: "def half(x):\n    return x // 2"},
        )
        for path in (
            "src/bank/domain/money.py",
            "src/bank/domain/ledger/accounts.py",
            "src/bank/application/ledger/books.py",
            "src/bank/application/posting/queue.py",
            "src/bank/infrastructure/sql/posting_recorder.py",
            "src/bank/infrastructure/sql/posting/recorder.py",
        )
    ),
    *(
        Offender(
            rule=code.no_type_checking_block,
            files={DOMAIN: text},
            says="TYPE_CHECKING hides",
            innocent={DOMAIN: "# TYPE_CHECKING"},
        )
        for text in ("from typing import TYPE_CHECKING", "import typing as t\nt.TYPE_CHECKING")
    ),
    Offender(
        rule=code.only_commands_print,
        files={DOMAIN: "print(1)"},
        says="print",
        innocent={"src/bank/interfaces/cli/serve.py": "print(1)", DOMAIN: "x.print(1)"},
    ),
    Offender(
        rule=code.the_domain_imports_the_standard_library_alone,
        files={DOMAIN: "from bank.application import ports"},
        says="imports bank.application",
        innocent={DOMAIN: "import json\nfrom bank.domain.money import Money"},
    ),
    Offender(
        rule=code.the_application_imports_no_library,
        files={APPLICATION: "def f():\n    import sqlalchemy.orm"},
        says="imports sqlalchemy.orm",
        innocent={APPLICATION: "import stamina\nimport asyncio\nfrom bank.domain import money"},
    ),
)

PORTS = (
    Offender(
        rule=ports.ports_are_narrow,
        files={APPLICATION: _port(11)},
        says="has 11 methods",
        innocent={APPLICATION: _port(10)},
    ),
    Offender(rule=ports.ports_are_narrow, files={APPLICATION: _port(0)}, says="has 0 methods"),
    Offender(
        rule=ports.ports_bind_their_adapters,
        files={APPLICATION: _port(2, "@override")},
        says="Accounts.m0 is not abstract",
        innocent={
            APPLICATION: _port(2, "@abc.abstractmethod") + "class X:\n    def m(self): ...",
            "src/bank/application/pipeline/act.py": _port(1, "@property"),
        },
    ),
    Offender(
        rule=ports.use_cases_need_little,
        files={APPLICATION: _use_case(9)},
        says="Post needs 9",
        innocent={APPLICATION: _use_case(8)},
    ),
    Offender(
        rule=ports.use_cases_need_little,
        files={
            APPLICATION: "@use_case(action='a')\n@dataclass(frozen=True)\nclass Post:\n"
            + "".join(f"    d{n}: int\n" for n in range(9))
        },
        says="Post needs 9",
    ),
)

DOCUMENTS = (
    Offender(
        rule=documents.links_lead_somewhere,
        files={"docs/start.md": "See\n[it](../README.md#top)."},
        says="docs/start.md:2",
        innocent={
            "docs/start.md": "[a](https://example.org/x.md) [b](#here) [c](guides/up.md)",
            "docs/guides/up.md": "```\n[not a link](x.md)\n```",
        },
    ),
    Offender(
        rule=documents.paths_that_documents_name_exist,
        files={"README.md": "Read `src/bank/domain/gone.py` first."},
        says="names src/bank/domain/gone.py",
        innocent={
            "README.md": "`src/bank/domain/parties.py:3`, `config/application-<profile>.yaml`,"
            " `src/bank/*/parties.py`, `bank run`",
            DOMAIN: "",
        },
    ),
    *(
        Offender(
            rule=documents.make_targets_that_documents_name_exist,
            files={"README.md": text, "Makefile": "run:\n"},
            says="make fly",
            innocent={"README.md": "`make run`; we make fly soup", "Makefile": "run: ## runs\n"},
        )
        for text in ("Type `make fly`.", "```\nmake run\nmake fly\n```")
    ),
    Offender(
        rule=documents.decisions_are_numbered,
        files={"docs/decisions/0001-a.md": DECISION, "docs/decisions/0003-c.md": DECISION},
        says="0002-what-was-decided.md",
        innocent={"docs/decisions/0001-a.md": DECISION, "docs/decisions/0002-b.md": DECISION},
    ),
    Offender(
        rule=documents.decisions_are_numbered,
        files={"docs/decisions/0001-a.md": "## Context\n## Decision\n## Alternatives\n"},
        says="no part Consequences",
    ),
)

MAKEFILE = (
    Offender(
        rule=makefile.makefile_has_few_targets,
        files={"Makefile": "".join(f"{c}: ## does\n" for c in "abcdefghijklm")},
        says="13 targets",
        innocent={"Makefile": "X := 1\n.venv/.dev:\n" + "".join(f"{c}:\n" for c in "abcdefghijkl")},
    ),
    Offender(
        rule=makefile.makefile_explains_its_targets,
        files={"Makefile": "run: .venv/.run\n"},
        says="run is not explained",
        innocent={"Makefile": "run: .venv/.run ## starts the bank\n"},
    ),
)

PINS = (
    *(
        Offender(
            rule=pins.pins_carry_hashes_and_no_addresses,
            files={"requirements/run.txt": text},
            says=says,
            innocent={"requirements/run.txt": f"a==1 \\\n    {HASH}\nb==2 ; x \\\n    {HASH}\n"},
        )
        for text, says in (
            (f"a==1 \\\n    {HASH}\nb==2\n", "b==2: no hash"),
            (f"--index-url x\na==1 \\\n    {HASH}\n", "an address or an option"),
            (f"a @ https://example.org/a.whl \\\n    {HASH}\n", "an address or an option"),
        )
    ),
    Offender(
        rule=pins.pins_agree,
        files={"requirements/run.txt": "a==1\n", "requirements/dev.txt": "a==2\n"},
        says="has a 2, but run.txt has 1",
        innocent={"requirements/run.txt": "a==1\n", "requirements/dev.txt": "a==1\nb==1\n"},
    ),
    Offender(
        rule=pins.pins_cover_what_is_declared,
        files=_project("My_Library>=2"),
        says="run.txt: lacks my-library",
        innocent={
            **_project("My_Library>=2"),
            "requirements/run.txt": "my-library==2\n",
            "requirements/dev.txt": "my-library==2\n",
        },
    ),
    Offender(
        rule=pins.no_lock_file_with_addresses,
        files={"uv.lock": ""},
        says="uv.lock",
        innocent={"requirements/run.txt": ""},
    ),
    Offender(
        rule=pins.no_distribution_called_casbin,
        files={"requirements/run.txt": "casbin==1.43\n"},
        says="pins casbin",
        innocent={"requirements/run.txt": "pycasbin==2\n", **_project("pycasbin")},
    ),
    Offender(
        rule=pins.no_distribution_called_casbin,
        files=_project("casbin>=1"),
        says="depends on casbin",
    ),
    *(
        Offender(
            rule=pins.every_dependency_has_its_reason,
            files={**_project("a>=1"), "docs/reference/dependencies.md": page},
            says=says,
            innocent={
                **_project("a>=1"),
                "docs/reference/dependencies.md": "| `a` | counts the cents |\n",
            },
        )
        for page, says in (
            ("", "lacks a"),
            ("| `a` | counts the cents |\n| `b` | counts the euros |\n", "explains b"),
            ("| `a` | |\n", "no reason for a"),
        )
    ),
    Offender(
        rule=pins.unused_dependencies_are_unused,
        files={**_project("pyyaml", excused="pyyaml"), DOMAIN: "import yaml"},
        says="imports pyyaml",
        innocent={**_project("pyyaml", excused="pyyaml"), DOMAIN: "import yamlet  # yaml"},
    ),
)

ADDRESSES = (
    Offender(
        rule=addresses.no_registry_is_named,
        files={"docs/start.md": "x\nhttps://" + "py" + "pi.org/simple"},
        says="docs/start.md:2",
        innocent={"docs/start.md": "https://example.org"},
    ),
    *(
        Offender(
            rule=addresses.no_path_of_a_machine_is_named,
            files={"config/application.yaml": f"home: {path}"},
            says="config/application.yaml:1",
            innocent={"config/application.yaml": "a: x/work/y, b: ~/work/, c: /workers/, d: /v1/"},
        )
        for path in ("/" + "work/main", "/" + "root/x", "/" + "farm/x", "/" + "home/ann/x")
    ),
)

OFFENDERS = (*SIZES, *NAMES, *CODE, *PORTS, *DOCUMENTS, *MAKEFILE, *PINS, *ADDRESSES)
