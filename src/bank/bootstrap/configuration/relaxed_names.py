"""Names of settings, and the spellings under which files and the environment may give them."""

import re
from collections.abc import Iterator

Element = str | int
Name = tuple[Element, ...]

_INDEX = re.compile(r"[0-9]{1,9}")
_ELEMENT = re.compile(r"\[([^\]]*)\]|([^.\[\]]+)")


def parse_name(text: str) -> Name:
    """Split `bank.currencies[0]`; brackets around anything but an index keep a map key verbatim."""
    elements: list[Element] = []
    for bracketed, plain in _ELEMENT.findall(text):
        elements.append(int(bracketed) if _INDEX.fullmatch(bracketed) else bracketed or plain)
    return tuple(elements)


def format_name(name: Name) -> str:
    """Write a name the way a file would, `bank.currencies[0]`."""
    text = ""
    for element in name:
        if isinstance(element, int) or "." in element:
            text += f"[{element}]"
        else:
            text += f".{element}" if text else element
    return text


def uniform(element: Element) -> Element:
    """Forget what relaxed spelling ignores: case, dashes and underscores."""
    if isinstance(element, int):
        return element
    return element.lower().replace("-", "").replace("_", "")


def uniform_name(name: Name) -> Name:
    """Give the form under which two spellings of one name are equal."""
    return tuple(uniform(element) for element in name)


def environment_name(name: Name) -> str:
    """Give the variable for a name: dots become underscores, dashes go, capitals."""
    return "_".join(str(element).replace("-", "") for element in name).upper()


def environment_words(variable: str) -> Name:
    """Split a variable into the words that the schema then puts together to elements."""
    return tuple(word for word in variable.lower().split("_") if word)


def written_spellings(element: str, given: Name) -> Iterator[int]:
    """Yield how many of the given elements spell this one in a file or an option: one or none."""
    if given and uniform(given[0]) == uniform(element):
        yield 1


def environment_spellings(element: str, given: Name) -> Iterator[int]:
    """Yield how many words spell this element: `poolsize`, and the older `pool`, `size`."""
    yield from written_spellings(element, given)
    words = tuple(element.lower().split("-"))
    if len(words) > 1 and given[: len(words)] == words:
        yield len(words)
