"""Why a license does not count, or its service did not answer: a sentence for each code.

Logs and commands have the texts of the errors themselves; these are for pages, in any language.
"""

from collections.abc import Mapping
from typing import Any

from translationstring import TranslationStringFactory

from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")

# Of ``services.service_calls.Away``, ``core.signed.SignedError`` and ``core.log_chain.Broken``.
WORDS = {
    "unreachable": _("It cannot be reached (%(error)s)."),
    "broken_off": _("It broke off while answering (%(error)s)."),
    "slow": _("It did not answer within %(seconds)s seconds."),
    "status": _("It answered %(status)s, which nobody expects of it."),
    "no_json": _("It answered no JSON: is this the license service's address?"),
    "other": _("It answered in a form that this version does not know."),
    "too_long": _("It answered more than any answer is."),
    "key_unknown": _(
        "It does not know the service key of this installation (license.service_key): the key was"
        " revoked, or is of another service."
    ),
    "key_refused": _(
        "The service key of this installation (license.service_key) may not do this: a scope is"
        " missing."
    ),
    "malformed": _("It cannot be read. Give one license, all of it, and its key set beside it."),
    "alg_refused": _("It is signed in a way that does not count here."),
    "wrong_type": _("This token is not a license."),
    "unknown_kid": _(
        "It was signed with a key that is not known here. Install it together with its key set."
    ),
    "bad_signature": _("It was changed after it was signed."),
    "issued_in_future": _("It was issued in the future: check this server's clock."),
    "oversized": _("It is larger than any license is."),
    "duplicate_key": _("It says the same thing twice."),
    "claim_invalid": _("It says something that this version does not understand."),
    "expired": _("The license expired on %(day)s."),
    "domain_not_licensed": _("The license is for %(bound)s; this platform is %(domain)s."),
    "keys_expired": _("The key set expired on %(day)s; ask for a newer one."),
    "keys_older": _("Key set %(offered)s is older than %(present)s, which is in use."),
    "header_refused": _("Its header asks to be read in another way."),
    "unreadable": _("The file that license.token_file names cannot be read, or is no text."),
    "keys_unreadable": _("A file in the folder license.keys is no public key in PEM."),
    "other_install": _("It is for another installation."),
    "other_license": _("The answer is to another license than this one."),
    "replayed": _("The answer is not to what was asked: somebody may be in between."),
    "log_missing": _("Entry %(seq)s of the log is missing."),
    "log_unlinked": _("Entry %(seq)s does not follow the entry before it: the log was rewritten."),
    "log_changed": _("Entry %(seq)s was changed after it was written."),
    "log_cut": _("The log was cut short: %(signed)s entries were signed for, %(size)s are there."),
    "log_other": _("Entry %(seq)s is not the one that was signed for."),
    "log_unreadable": _("Line %(line)s of the log cannot be read."),
    "root_missing": _(
        "No root key is named here (license.root_key): nothing that the service signed counts."
    ),
    "root_invalid": _("The root key (license.root_key) is not written as it should be."),
}


def told(request: Any, code: Any, params: Any, text: str) -> str:
    """The sentence of a code; ``text`` where there is none, or its parameters do not fit."""
    words = WORDS.get(code) if isinstance(code, str) else None
    if words is None:
        return text
    try:
        return translate(request, words) % (params if isinstance(params, Mapping) else {})
    except (KeyError, ValueError, TypeError):
        return text


def why(request: Any, error: Any) -> str:
    """The same of an error that has a ``code`` and ``params``."""
    return told(request, error.code, error.params, str(error))


def noted(request: Any, stored: Any) -> str:
    """What went wrong, as ``license_state`` and ``license_log`` keep it; "" for nothing."""
    if not stored.problem:
        return ""
    kept = stored.problem_told
    return told(request, kept.get("code"), kept.get("params"), stored.problem)
