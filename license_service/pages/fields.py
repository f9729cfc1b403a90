"""Forms as data: their fields, and what a template needs to draw one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """``label`` and ``hint`` are messages. ``kind``: text, email, number, long, tick, choice or
    ticks; the last two have ``options``: (value, message)."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    value: str = ""
    options: Options = ()
    required: bool = False
    rows: int = 3

    def of(self, options: Iterable[tuple[str, str]]) -> "Field":
        """This field with options that are read at run time."""
        return replace(self, options=tuple(options))


@dataclass(frozen=True, slots=True)
class Group:
    """Fields in a frame. ``title``: a message, or "" for a form of one group."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A page that is a form: ``texts`` is what a person should know before, ``back`` where Cancel
    leads, ``crumbs`` what stands above: (address, message). ``grave``: it cannot be taken back."""

    title: str
    button: str
    back: str
    groups: tuple[Group, ...] = ()
    texts: tuple[str, ...] = ()
    crumbs: tuple[tuple[str, str], ...] = ()
    grave: bool = False

    @property
    def fields(self) -> list[Field]:
        return [field for group in self.groups for field in group.fields]

    def page(self, values: Any = None, errors: dict[str, str] | None = None) -> dict[str, Any]:
        """What ``form.pt`` shows: the defaults, or what was sent and what is wrong with it."""
        given = {field.name: field.value for field in self.fields}
        return {
            "form": self,
            "values": given if values is None else values,
            "errors": errors or {},
        }


def held(values: Any, name: str) -> list[str]:
    """The ticked values of a name, in a form that was sent or in defaults."""
    if hasattr(values, "getall"):
        return values.getall(name)
    return list(values.get(name) or ())


def described(field: Field, errors: dict[str, str]) -> str | None:
    """The ids of what explains a field, for ``aria-describedby``."""
    ids = [f"{field.name}-hint"] if field.hint else []
    ids += [f"{field.name}-wrong"] if errors.get(field.name) else []
    return " ".join(ids) or None
