"""Every page and form × every role and scope × two shops: see ``trying``."""

from trying import check, shops

__all__ = ["shops"]


def test_who_may_and_who_may_not(kit, shops, capsys):
    check(kit, shops, capsys, "page")
