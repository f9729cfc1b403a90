"""Every view × every role and scope × two shops: who may, may; who may not, is told so.

Nothing is listed by hand: views come from the registry, addresses and bodies from ``matrix``. The
tests are ``test_matrix_api`` and ``test_matrix_pages``, which two processes may run at once.
"""

import re

import pytest
from licensing import a_vendor
from matrix import PLUGIN, SHARED, Things, Unknown, attempts
from paying import HOOKED
from people import Trying, platform_owner, restore, staff_of
from sqlalchemy import text

from ecommus.db.tables import TENANT_TABLES
from ecommus.testing.contract import UndocumentedAnswer

# Places whose changes concern the shop as a whole.
SHOPS_OWN = re.compile("/plugins/|/theme|/settings")


@pytest.fixture(scope="module")
def shops(kit):
    """Two shops; the plugin is on in both. The license service answers the vendor's panels."""
    made = [kit.shop(locales=("en", "ro")) for _ in range(2)]
    for shop in made:
        shop.enable(PLUGIN, HOOKED)
    with a_vendor(kit.registry.settings):
        yield made


def fingerprint(kit, shop):
    """A digest of every row of a shop."""
    with kit.platform_session() as db:
        return {
            table: db.execute(
                text(f"SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {table} t"
                     " WHERE tenant_id = :shop"),
                {"shop": shop.id},
            ).scalar()
            for table in TENANT_TABLES
        }  # fmt: skip


def problem(attempt, person, response):
    """What is wrong with an answer, or None."""
    status, allowed = response.status_int, person.may(attempt.declared.permission)
    if status >= 500:
        return f"answers {status}"
    if allowed:
        refused = status in (401, 404, 405) or (status == 403 and "may not" in response.text)
        if refused or (status == 403 and attempt.guarded):
            return f"is allowed and gets {status}"
        if status >= 400 and attempt.api:
            return f"is allowed and its valid request gets {status} {response.text[:200]}"
        return None
    if person.known:
        if attempt.api:
            body = response.json if status == 403 else {}
            right = body.get("reason") == "permission_denied"
        else:
            right = status == 403 and "You may not do this here." in response.text
        return None if right else f"may not and gets {status}, not 403 permission_denied"
    if attempt.api:
        right = status == 401 and response.json["reason"] == "authentication_required"
    else:
        right = status == 303 and "/sign-in" in response.location
    return None if right else f"is a stranger and gets {status}"


def unseen(attempt, person, response):
    """The same for the id of another shop: to those known here it does not exist."""
    if person.known or not attempt.guarded:
        right = response.status_int == 404
    elif attempt.api:
        right = response.status_int == 401
    else:
        right = response.status_int == 303 and "/sign-in" in response.location
    return None if right else f"reaches for another shop's id and gets {response.status_int}"


def check(kit, shops, capsys, kind):
    """Try every view of a kind, ``api`` or ``page``."""
    shop, other = shops
    trying = Trying(kit, shop)
    people = [platform_owner(kit), *staff_of(shop, other)]
    standing, strange = Things(shop), Things(other)
    found = [attempt for attempt in attempts(kit.registry) if attempt.api == (kind == "api")]
    for attempt in found:
        attempt.path(standing)
        attempt.path(strange)
    before = fingerprint(kit, other)
    wrong = []
    for attempt in found:
        for person in people:
            who = trying.expendable(attempt, person.on(attempt.declared.within))
            may = who.may(attempt.declared.permission)
            if not attempt.back_office and person.name.startswith("only "):
                # Nobody asks a shopper who they are: nine kinds of them are enough.
                continue
            things = trying.prepared(attempt, standing) if may and not attempt.safe else standing
            try:
                complaints = [problem(attempt, who, trying.send(attempt, who, things))]
                for parameter in set(attempt.parameters) - SHARED if may or not who.grants else ():
                    path = attempt.path(standing, {parameter: strange})
                    complaints.append(
                        unseen(attempt, who, trying.send(attempt, who, standing, path))
                    )
            except (UndocumentedAnswer, Unknown) as error:
                complaints = [str(error)]
            if may and SHOPS_OWN.search(attempt.template):
                restore(shop)
            wrong += [
                f"{attempt.key} ({attempt.declared.where}): {who.name} {complaint}"
                for complaint in complaints
                if complaint
            ]
    assert fingerprint(kit, other) == before, "the other shop was changed"
    views = len({attempt.declared for attempt in found})
    size = f"{trying.tried:,} combinations of {views} views and {len(people)} people"
    with capsys.disabled():
        print(f"\nmatrix, {kind}: {size}")  # noqa: T201 - its size is part of the proof
    assert trying.tried > 1000
    assert not wrong, f"{len(wrong)} answers:\n" + "\n".join(wrong)
