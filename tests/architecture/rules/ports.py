"""The shape of ports and use cases."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules.reading import Source, sources

PORT_METHODS_MAX = 10
CONSTRUCTOR_DEPENDENCIES_MAX = 8


def ports_are_narrow(root: Path) -> Iterator[str]:
    """One to six methods serve a need; more than ten serve a technology."""
    for source, port in _ports(root):
        methods = _methods(port)
        if not 1 <= len(methods) <= PORT_METHODS_MAX:
            yield (
                f"{source.at(port)}: {port.name} has {len(methods)} methods; a port has 1 to 6,"
                f" at most {PORT_METHODS_MAX}. Divide it by who needs what."
            )


def ports_bind_their_adapters(root: Path) -> Iterator[str]:
    """An adapter that forgot a method must fail when it is made, not when it is called."""
    for source, port in _ports(root):
        for method in _methods(port):
            if "abstractmethod" not in {_name(each) for each in method.decorator_list}:
                yield (
                    f"{source.at(method)}: {port.name}.{method.name} is not abstract."
                    " Put @abstractmethod on a port's methods, and inherit it in adapters."
                )


def use_cases_need_little(root: Path) -> Iterator[str]:
    """A use case that needs nine things does two."""
    for source in sources(root, "src/bank/application/**/*.py"):
        for node in source.classes:
            decorators = {_name(each) for each in node.decorator_list}
            if "use_case" not in decorators:
                continue
            needed = _constructor_dependencies(node, dataclass="dataclass" in decorators)
            if needed > CONSTRUCTOR_DEPENDENCIES_MAX:
                yield (
                    f"{source.at(node)}: {node.name} needs {needed} dependencies, more than"
                    f" {CONSTRUCTOR_DEPENDENCIES_MAX}. Divide it, or let a port do what two of them"
                    " do together."
                )


def _ports(root: Path) -> Iterator[tuple[Source, ast.ClassDef]]:
    """Give the application's protocols, less the pipeline's: shapes that it reads, no ports."""
    for source in sources(root, "src/bank/application/**/*.py"):
        if not source.where.startswith("src/bank/application/pipeline/"):
            yield from ((source, each) for each in source.classes if _is_protocol(each))


def _constructor_dependencies(node: ast.ClassDef, *, dataclass: bool) -> int:
    if dataclass:
        return sum(
            isinstance(each, ast.AnnAssign) and "ClassVar" not in ast.unparse(each.annotation)
            for each in node.body
        )
    for method in _methods(node):
        if method.name == "__init__":
            arguments = method.args
            taken = len(arguments.posonlyargs) + len(arguments.args) + len(arguments.kwonlyargs)
            return taken - 1  # self
    return 0


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(_name(base) == "Protocol" for base in node.bases)


def _methods(node: ast.ClassDef) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]


def _name(node: ast.expr) -> str:
    """Give the last name of ``a.b.Name(...)`` or ``Name[...]``."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return _name(inner)
    return ""
