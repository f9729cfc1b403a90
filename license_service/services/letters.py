"""What customers are written, in Romanian and in English."""

from dataclasses import dataclass
from typing import Any

from babel.dates import format_date

SUBJECTS = {
    "ro": "Licența ta ecommus pentru {domains}",
    "en": "Your ecommus license for {domains}",
}
BODIES = {
    "ro": """\
Bună ziua{company}

Mai jos este licența ta ecommus: pachetul {tier}, pentru {domains}.
Valabilitate: {expires}. Asistență: până la {support}.

Cum o instalezi

1. În production.ini trebuie să fie:

   license.root_key = {root}
   license.url = {address}

2. Salvează cele două rânduri de mai jos (licența și cheile care o verifică) într-un
   fișier, de exemplu licenta.txt, și rulează:

   ecommus -c production.ini license install licenta.txt

   sau lipește-le în super-admin, la Licență. Nu trebuie repornit nimic.

{install}

Licența este legată de domeniul de mai sus. Păstreaz-o ca pe o parolă: oricine o are
o poate folosi în numele tău.

Id-ul instalării: {install_id}
""",
    "en": """\
Hello{company}

Below is your ecommus license: the {tier} package, for {domains}.
Valid: {expires}. Support until {support}.

How to install it

1. production.ini must say:

   license.root_key = {root}
   license.url = {address}

2. Save the two lines below (the license and the keys that verify it) in a file, for
   example license.txt, and run:

   ecommus -c production.ini license install license.txt

   or paste them in super-admin, under License. No restart is needed.

{install}

The license is bound to the domain above. Keep it like a password: whoever has it
can use it in your name.

Installation id: {install_id}
""",
}
FOR_EVER = {"ro": "nelimitată", "en": "without end"}
UNTIL = {"ro": "până la {day}", "en": "until {day}"}


@dataclass(frozen=True, slots=True)
class Told:
    """``install``: the license and its key set; ``root``, ``address``: of this service."""

    install: str
    root: str
    address: str


def instructions(language: str, company: str, license: Any, told: Told) -> tuple[str, str]:
    """(subject, body) of the letter that brings a license."""
    ends = license.expires_at

    def day(value: Any) -> str:
        return format_date(value, "d MMMM y", locale=language)

    words = {
        "domains": ", ".join(license.domains),
        "company": f", {company}," if company else ",",
        "tier": license.tier.capitalize(),
        "expires": UNTIL[language].format(day=day(ends)) if ends else FOR_EVER[language],
        "support": day(license.support_until),
        "install": told.install,
        "root": told.root,
        "address": told.address,
        "install_id": license.install_id,
    }
    subject = SUBJECTS[language].format(**words)
    return " ".join(subject.split()), BODIES[language].format(**words)
