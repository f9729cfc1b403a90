"""What customers are written, in Romanian and in English."""

from typing import Any

SUBJECTS = {
    "ro": "Licența ta ecommus pentru {domains}",
    "en": "Your ecommus license for {domains}",
}
BODIES = {
    "ro": """\
Bună ziua{company},

Mai jos este licența ta ecommus: pachetul {tier}, pentru {domains}.
Valabilitate: {expires}. Asistență: până la {support}.

Cum o instalezi

1. Deschide fișierul de mediu al instalării (de obicei /etc/ecommus/ecommus.env).
2. Pune licența pe un singur rând:

   ECOMMUS_LICENSE={token}

3. Repornește aplicația, apoi verifică:

   ecommus -c production.ini license show

Licența este legată de domeniul de mai sus. Păstreaz-o ca pe o parolă: cine o are
o poate folosi în numele tău.

Identificatorul instalării: {install_id}
""",
    "en": """\
Hello{company},

Below is your ecommus license: the {tier} package, for {domains}.
Valid: {expires}. Support: until {support}.

How to install it

1. Open the installation's environment file (usually /etc/ecommus/ecommus.env).
2. Put the license on one line:

   ECOMMUS_LICENSE={token}

3. Restart the application, then check:

   ecommus -c production.ini license show

The license is bound to the domain above. Keep it like a password: whoever has it
can use it in your name.

Installation id: {install_id}
""",
}
FOR_EVER = {"ro": "nelimitată", "en": "for ever"}
UNTIL = {"ro": "până la {day}", "en": "until {day}"}


def instructions(language: str, company: str, license: Any, token: str) -> tuple[str, str]:
    """(subject, body) of the letter that brings a license."""
    ends = license.expires_at

    def day(value: Any) -> str:
        return f"{value:%d.%m.%Y}" if language == "ro" else f"{value:%Y-%m-%d}"

    words = {
        "domains": ", ".join(license.domains),
        "company": f", {company}" if company else "",
        "tier": license.tier.capitalize(),
        "expires": UNTIL[language].format(day=day(ends)) if ends else FOR_EVER[language],
        "support": day(license.support_until),
        "token": token,
        "install_id": license.install_id,
    }
    subject = SUBJECTS[language].format(**words)
    return " ".join(subject.split()), BODIES[language].format(**words)
