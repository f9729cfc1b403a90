"""What a request costs, against floors measured in the same run (``make bench``).

``routes`` says what is asked, ``load`` asks it from a process of its own, ``cpu`` reads what that
cost, ``floors`` are the two bare applications, ``shopdata`` makes a large installation, ``report``
writes ``var/bench.json`` and ``docs/performance.md``. Processes come from ``tests.proof``.
"""
