"""Finds the files, in their order, and follows what they import."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bank.bootstrap.configuration.documents import parse_documents, read_documents, read_tree
from bank.bootstrap.configuration.errors import ConfigurationError
from bank.bootstrap.configuration.placeholders import PlaceholderError, Placeholders
from bank.bootstrap.configuration.profiles import ACTIVE, ON_PROFILE, accepts
from bank.bootstrap.configuration.sources import Property, PropertySource

IMPORT = ("bank.config.import", "spring.config.import")

_EXTENSIONS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class _Import:
    """One import as it was written: `optional:`, a scheme, a location."""

    scheme: str
    location: str
    optional: bool
    folder: Path
    item: Property

    @classmethod
    def of(cls, text: str, folder: Path, item: Property) -> "_Import":
        bare = text.removeprefix("optional:")
        scheme, colon, location = bare.partition(":")
        if not colon or scheme not in {"file", "configtree", "env"}:
            scheme, location = "file", bare
        return cls(scheme, location, bare != text, folder, item)

    def hinted(self) -> tuple[str, str | None]:
        """Split the extension hint off `file[.yaml]`."""
        if self.location.endswith("]") and "[" in self.location:
            bare, _, hint = self.location.removesuffix("]").rpartition("[")
            return bare, hint
        return self.location, None

    def refuse_absence(self) -> None:
        """Raise ConfigurationError unless the import is optional."""
        if not self.optional:
            raise _refusal(
                self.item,
                f"names {self.scheme}:{self.location}, which is not there",
                "Create it, or write optional: before it.",
            )


def external_places(directory: Path) -> list[Path]:
    """Give the folders that are searched for files, lowest first."""
    config = directory / "config"
    children = sorted(child for child in config.glob("*/") if child.is_dir())
    return [directory, config, *children]


class Loader:
    """Loads sources for one choice of profiles; None passes over all that depends on profiles."""

    def __init__(
        self,
        *,
        directory: Path,
        variables: Mapping[str, str],
        upper: Sequence[PropertySource],
        profiles: Sequence[str] | None,
    ) -> None:
        self._directory = directory
        self._variables = variables
        self._upper = upper
        self._profiles = profiles
        self._read: set[Path | str] = set()

    def group(self, places: Sequence[Path]) -> Iterator[PropertySource]:
        """Load `application.yaml` of all places, then that of each profile: the last wins."""
        for profile in (None, *(self._profiles or ())):
            stem = f"application-{profile}" if profile else "application"
            for place in places:
                for suffix in (".yml", ".yaml"):
                    path = place / f"{stem}{suffix}"
                    if path.is_file():
                        yield from self._file(path, profile)

    def imports(self, importer: PropertySource, folder: Path) -> Iterator[PropertySource]:
        """Load what a source imports, lowest first, each once; paths are relative to `folder`."""
        placeholders = Placeholders([importer, *self._upper])
        for name in IMPORT:
            for item in importer.listed(name):
                try:
                    location = placeholders.resolve(item.value or "")
                except PlaceholderError as error:
                    raise _refusal(item, error.problem, error.remedy) from None
                yield from self._import(_Import.of(location, folder, item))

    def _import(self, wanted: "_Import") -> Iterator[PropertySource]:
        match wanted.scheme:
            case "configtree":
                yield from self._trees(wanted)
            case "env":
                yield from self._variable(wanted)
            case _:
                yield from self._imported_file(wanted)

    def _imported_file(self, wanted: "_Import") -> Iterator[PropertySource]:
        bare, hint = wanted.hinted()
        path = wanted.folder / bare
        if bare.endswith("/") and path.is_dir():
            yield from self.group([path])
        elif path.is_file():
            if (hint or path.suffix) not in _EXTENSIONS:
                raise _refusal(
                    wanted.item,
                    f"names {bare}, which is not called YAML",
                    "If its content is YAML, append [.yaml] to the name.",
                )
            yield from self._file(path, None)
            for profile in self._profiles or ():
                variant = path.with_name(f"{path.stem}-{profile}{path.suffix}")
                if variant.is_file():
                    yield from self._file(variant, profile)
        else:
            wanted.refuse_absence()

    def _trees(self, wanted: "_Import") -> Iterator[PropertySource]:
        root = wanted.folder / wanted.location.removesuffix("/*/")
        if not root.is_dir():
            wanted.refuse_absence()
        elif not wanted.location.endswith("/*/"):
            if self._first(root):
                yield read_tree(root)
        else:
            for child in sorted(root.glob("*/")):
                if child.is_dir() and not child.name.startswith(".") and self._first(child):
                    yield read_tree(child)

    def _variable(self, wanted: "_Import") -> Iterator[PropertySource]:
        variable, _ = wanted.hinted()
        if variable not in self._variables:
            wanted.refuse_absence()
        elif self._first(f"env:{variable}"):
            shown = f"environment variable {variable}"
            documents = parse_documents(self._variables[variable], shown)
            yield from self._documents(documents, self._directory, None)

    def _file(self, path: Path, profile: str | None) -> Iterator[PropertySource]:
        if self._first(path):
            documents = read_documents(path, self._shown(path))
            yield from self._documents(documents, path.parent, profile)

    def _documents(
        self, documents: list[PropertySource], folder: Path, profile: str | None
    ) -> Iterator[PropertySource]:
        for document in documents:
            expressions = [item for name in ON_PROFILE for item in document.listed(name)]
            if expressions and not (self._profiles and accepts(expressions, self._profiles)):
                continue
            for name in ACTIVE:
                if (profile or expressions) and (found := document.listed(name)):
                    raise ConfigurationError(
                        "cannot be chosen by a document that itself depends on a profile",
                        key=name,
                        source=found[0].source,
                        remedy="Move it to application.yaml or the environment.",
                    )
            yield document
            yield from self.imports(document, folder)

    def _first(self, resource: Path | str) -> bool:
        resource = resource.resolve() if isinstance(resource, Path) else resource
        if resource in self._read:
            return False
        self._read.add(resource)
        return True

    def _shown(self, path: Path) -> str:
        if path.is_relative_to(self._directory):
            return str(path.relative_to(self._directory))
        return str(path)


def _refusal(item: Property, problem: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(problem, key=IMPORT[0], source=item.source, remedy=remedy)
