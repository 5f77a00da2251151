"""Every use case there is: importing this declares them all."""

from importlib import import_module
from pkgutil import walk_packages

import bank.application

for _module in walk_packages(bank.application.__path__, "bank.application."):
    import_module(_module.name)
