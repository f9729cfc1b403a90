"""One act on a license: typed, read again, sent to the service; how its page looks at each step.

A form is sent twice: the first time it answers what will happen, the second time it happens. The
nonce of the form makes two clicks on the last button one act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deform import ValidationFailure

from ecommus.core.errors import Refusal
from ecommus.services.service_calls import Away
from ecommus.web.back_office import editing
from ecommus.web.problems import translate
from ecommus.web.super_admin import license_forms as fields
from ecommus.web.super_admin import license_meaning as meaning
from ecommus.web.super_admin import office_calls as calls
from ecommus.web.super_admin import office_words as words

OWN = frozenset({"csrf_token", "save", "cancel", "confirmed", "change"})


@dataclass(frozen=True)
class Act:
    """Its words, its fields, and what it comes to (``meaning``) with what was typed."""

    title: str
    intro: str
    button: str
    meaning: Callable[[Any, dict[str, Any], dict[str, Any]], list[str]]
    nodes: Callable[[Any], list[Any]] = lambda _request: []
    look: str = "primary"
    at: Callable[[str], str] = str


def nonce_of(request: Any) -> str:
    """That of the form that was sent, or a new one."""
    given = request.POST.get("nonce", "")
    fit = isinstance(given, str) and 8 <= len(given) <= 64 and given.isascii()
    return given if fit and given.isprintable() else calls.new_nonce()


@dataclass
class Desk:
    """One request for one act: whose license it is, and its form."""

    request: Any
    context: Any
    act: Act
    path: str
    # None for a new license, and where the service is away.
    license: dict[str, Any] | None
    away: str
    nodes: list[Any]

    @property
    def over(self) -> bool:
        return self.license is not None and self.license["state"] != "active"

    def form(self) -> Any:
        return fields.build(
            self.request, self.nodes, nonce_of(self.request), self.request.to(self.context)
        )

    def shown(self, form: str, **more: Any) -> dict[str, Any]:
        """The values of ``act.pt``."""
        request = self.request
        return {
            "title": translate(request, self.act.title),
            "intro": translate(request, self.act.intro),
            "subject": meaning.subject(request, self.license) if self.license else [],
            "state": words.badge(request, words.STATE, self.license["state"])
            if self.over and self.license else None,
            "away": self.away,
            "service": calls.office(request).url,
            "form": "" if self.away and request.method == "GET" else form,
            "rows": None,
        } | more  # fmt: skip

    def asked(self, form: Any, given: dict[str, Any]) -> dict[str, Any]:
        """What will happen, and the button that makes it happen."""
        request, typed = self.request, self.request.POST.items()
        kept = [(name, value) for name, value in typed if name not in OWN]
        return self.shown(
            "",
            rows=fields.rows(form, given),
            texts=self.act.meaning(request, self.license or {}, given),
            fields=[(name, value) for name, value in kept if isinstance(value, str)],
            button=translate(request, self.act.button),
            look=self.act.look,
            cancel_url=request.to(self.context),
        )

    def answer(self) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """(the form, or what will happen; {}), or (None, what the service answered)."""
        request, form = self.request, self.form()
        try:
            given = fields.flat(form.validate(request.POST.items()))
        except ValidationFailure as failure:
            request.response.status_int = 422
            return self.shown(failure.render()), {}
        if "change" in request.POST:
            return self.shown(form.render()), {}
        if "confirmed" not in request.POST:
            return self.asked(form, given), {}
        name, unsure = request.view_name, {}
        try:
            body = fields.body(given)
            return None, calls.tell(request, name, self.path, body, nonce_of(request))
        except Refusal as refusal:
            editing.refuse(request, form, refusal, self.act.at)
        except Away as error:
            request.response.status_int = 503
            unsure = {"away": calls.away(request, error), "unsure": not error.undone}
        return self.shown(form.render(), **unsure), {}
