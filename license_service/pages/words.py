"""Times, amounts and facts as operators read them, in their language."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal
from chameleon.utils import Markup

from ecommus.core.money import Money
from license_service.i18n import _, translate
from license_service.pages import labels

NOTHING = "–"
# A heartbeat's ids: whoever needs them has the export.
HIDDEN = ("id", "jti", "install_id")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


class Words:
    """``request.words``; templates have it as ``words``."""

    def __init__(self, request: Any):
        self._request = request
        self.locale: str = request.locale_name

    def say(self, msgid: str, **params: Any) -> str:
        """A message; an empty one has no translation."""
        return translate(self._request, msgid, params or None) if msgid else ""

    def of(self, table: Mapping[str, str], code: str) -> str:
        """What a code is called; itself when it has no name."""
        return self.say(table[code]) if code in table else code or NOTHING

    def each(self, table: Mapping[str, str], codes: Any) -> str:
        return ", ".join(self.of(table, code) for code in codes) or NOTHING

    def axis(self, text: str) -> str:
        """A word of the matrix."""
        return self.say(text) if text in labels.AXES else text or NOTHING

    def when(self, moment: datetime | None) -> str:
        return format_datetime(moment, "d MMM y, HH:mm", locale=self.locale) if moment else NOTHING

    def day(self, day: date | None) -> str:
        return format_date(day, "d MMM y", locale=self.locale) if day else NOTHING

    def short_day(self, day: date) -> str:
        return format_date(day, "d MMM", locale=self.locale)

    def ago(self, moment: datetime | None) -> str:
        """How long since: ``3 hours ago``."""
        if moment is None:
            return self.say(_("never"))
        past = max(self._request.now - moment, timedelta())
        return format_timedelta(
            -past, granularity="minute", threshold=1.5, add_direction=True, locale=self.locale
        )

    def number(self, value: Any) -> str:
        return format_decimal(value, locale=self.locale)

    def breakable(self, name: str) -> Markup:
        """An id that may go on in the next line where its words end."""
        return Markup(escape(name).replace("_", "_<wbr>"))

    def days(self, count: int) -> str:
        """``365 days``, ``365 de zile``."""
        return format_timedelta(
            timedelta(days=count), granularity="day", threshold=10**9, locale=self.locale
        )

    def money(self, minor: int, currency: str) -> str:
        """As it is written; an amount of a currency that nobody knows stays one."""
        try:
            return Money(minor, currency).format(self.locale)
        except ValueError:
            return f"{minor / 100:.2f} {currency}"

    def who(self, actor: str) -> str:
        """An installation by the beginning of its id; the license's page has all of it."""
        kind, _colon, name = actor.partition(":")
        if kind == "install":
            short = f"{name[:8]}…" if len(name) > 12 else name
            return self.say(_("Installation %(name)s"), name=short)
        if kind == "key":
            return self.say(_("Service key %(name)s"), name=name)
        return name if kind == "operator" else self.of(labels.ACTORS, actor)

    def said(self, event: Any) -> list[tuple[str, str]]:
        """An entry's facts: (name, value); a suspicion is a sentence without a name."""
        if event.kind == "suspect":
            return [("", self._suspicion(event.data))]
        hidden = HIDDEN if event.kind == "heartbeat" else ()
        return [
            (self.of(labels.FACTS, name), self._value(name, value))
            for name, value in event.data.items()
            if value not in ("", [], None, {}, False) and name not in hidden
        ]

    def _suspicion(self, data: dict[str, Any]) -> str:
        facts = data.get("facts") or data
        shown = {name: self._value(name, value) for name, value in facts.items()}
        try:
            return self.say(labels.SUSPICIONS[data["rule"]], **shown)
        except KeyError:
            # An entry of a version that kept the sentence alone.
            return str(data.get("detail") or data.get("rule", ""))

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return self.say(_("yes")) if value else self.say(_("no"))
        if isinstance(value, list):
            return ", ".join(self._value(name, each) for each in value)
        if isinstance(value, dict):
            if value.get("price") is not None and value.get("currency"):
                value = value | {"price": self.money(value["price"], value["currency"])}
            names = labels.FACTS | {"active": labels.ON_SALE}
            return "; ".join(f"{self.of(names, k)}: {self._value(k, v)}" for k, v in value.items())
        text = NOTHING if value is None else str(value)
        if TIME.fullmatch(text):
            return self.when(datetime.fromisoformat(text))
        if name in ("why", "outcome"):
            return self.of(labels.WHY, text)
        if name == "period":
            return self.of(labels.MONTHS, text)
        return self.of(labels.FACTS, text) if name == "changed" else text
