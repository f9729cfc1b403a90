"""Background work: deferred jobs, the outbox, and what has to be swept. Any number of workers.

``ecommus worker`` runs it by itself; in development it runs beside the web server, in threads.
"""

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import procrastinate
from procrastinate.exceptions import ConnectorException

from ecommus.core.events import EVENTS, Event
from ecommus.db import outbox
from ecommus.services.work import runs
from ecommus.web import heartbeats, sweeps
from ecommus.web.jobs import RETRY, conninfo, opener, work

log = logging.getLogger(__name__)
PUMP_SECONDS = 0.3
SWEEP_SECONDS = 20.0
PROOF_SECONDS = 60.0
# How often it is looked whether a heartbeat is due.
BEAT_SECONDS = 5.0
# A worker says every ten seconds that it lives; after three times that it does not.
STALLED_SECONDS = 30


class Worker:
    """All five loops over one application's registry."""

    def __init__(self, registry: Any):
        self.registry = registry
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._jobs: asyncio.Task | None = None

    def start(self) -> None:
        """Run in threads of this process."""
        for target in (self._run_jobs, self._run_outbox, self._run_sweeps, self._run_proofs,
                       self._run_heartbeat):  # fmt: skip
            thread = threading.Thread(target=target, name=target.__name__, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, timeout: float = 10) -> None:
        """Finish what is begun, and no more."""
        self._stop.set()
        if self._loop is not None and self._jobs is not None:
            self._loop.call_soon_threadsafe(self._jobs.cancel)
        for thread in self._threads:
            thread.join(timeout)

    def wait(self) -> None:
        self._stop.wait()

    def _run_jobs(self) -> None:
        while not self._stop.is_set():
            self._guarded(self.work_jobs, None)

    def work_jobs(self) -> None:
        """Do jobs until stopped. Whatever the database raises, when it goes away meanwhile."""
        connector = procrastinate.PsycopgConnector(
            conninfo=conninfo(self.registry.databases.listen_url), min_size=1, max_size=4
        )
        # An app of the worker's own: the web threads of this process go on deferring by theirs.
        jobs = procrastinate.App(connector=connector)
        for name, function in self.registry.queue.functions.items():
            jobs.task(name=name, queue="ecommus", retry=RETRY)(self._job(function))
        self._loop = asyncio.new_event_loop()
        try:
            self._loop.run_until_complete(self._serve(jobs))
        except asyncio.CancelledError:
            pass
        finally:
            self._loop.close()

    async def _serve(self, jobs: Any) -> None:
        self._jobs = asyncio.current_task()
        async with jobs.open_async():
            rescue = asyncio.create_task(self._rescue(jobs.job_manager))
            try:
                await jobs.run_worker_async(
                    queues=["ecommus"],
                    concurrency=2,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    stalled_worker_timeout=STALLED_SECONDS,
                )
            finally:
                rescue.cancel()

    async def _rescue(self, manager: Any) -> None:
        """Give the jobs of killed workers back to the queue, now and as long as this one lives."""
        while True:
            try:
                for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                    log.warning("job %s of a worker that died: again", job.task_name)
                    await manager.retry_job(job)
            except ConnectorException:
                # Another worker was faster, or the database is away: the worker itself notices.
                log.info("stalled jobs could not be looked for", exc_info=True)
            await asyncio.sleep(STALLED_SECONDS / 6)

    def _job(self, function: Callable) -> Callable:
        def run(tenant_id: str, row_id: str) -> None:
            tenant = self.registry.directory.find("id", tenant_id)
            if tenant is not None:
                function(opener(self.registry, tenant), UUID(row_id))

        return run

    def _run_outbox(self) -> None:
        while not self._stop.is_set():
            delivered = self._guarded(self.deliver, 0)
            if not delivered:
                self._stop.wait(PUMP_SECONDS)

    def deliver(self, most: int = 50) -> int:
        """Deliver what is ready in the outbox; answers how many events."""
        rows = outbox.ready(self.registry.databases.app, most)
        for row in rows:
            self._deliver(row.tenant_id, row.id)
        return len(rows)

    def _deliver(self, tenant_id: UUID, event_id: UUID) -> None:
        tenant = self.registry.directory.find("id", str(tenant_id))
        if tenant is None:
            return
        try:
            with work(self.registry, tenant) as job:
                row = outbox.claim(job.db, event_id)
                if row is None:
                    return
                event = event_of(row)
                subscribers = self.registry.bus.outside.get(type(event), ())
                for plugin, function in subscribers:
                    if runs(job, plugin):
                        function(event, job)
                outbox.done(job.db, event_id)
        except Exception:
            log.exception("event %s could not be delivered", event_id)
            with work(self.registry, tenant) as job:
                row = outbox.claim(job.db, event_id)
                if row is not None:
                    outbox.failed(job.db, row, traceback.format_exc(limit=3), datetime.now(UTC))

    def _run_sweeps(self) -> None:
        while not self._stop.is_set():
            self._guarded(self.sweep, None)
            self._stop.wait(SWEEP_SECONDS)

    def sweep(self) -> None:
        """Bring to an end what time ended, in every shop that waits for it."""
        sweeps.run(self.registry, sweeps.UPKEEP, self._stop)
        sweeps.run_platform(self.registry)

    def _run_proofs(self) -> None:
        while not self._stop.is_set():
            self._guarded(self.prove, None)
            self._stop.wait(PROOF_SECONDS)

    def prove(self) -> None:
        """Make the nightly proof of every shop whose night has come."""
        sweeps.run(self.registry, sweeps.NIGHTLY, self._stop)

    def _run_heartbeat(self) -> None:
        while not self._stop.is_set():
            self._guarded(self.beat, None)
            self._stop.wait(BEAT_SECONDS)

    def beat(self) -> None:
        """Ask the license service, when it is time."""
        heartbeats.beat(self.registry)

    def _guarded(self, function: Callable, default: Any) -> Any:
        """The loops outlive a database that is away for a while."""
        try:
            return function()
        except Exception:
            log.warning("%s did not work; trying again", function.__name__, exc_info=True)
            self._stop.wait(2)
            return default


def event_of(row: Any) -> Event:
    """The event that an outbox row holds."""
    kind = EVENTS[row.name]
    values = {}
    for field in fields(kind):
        value = row.payload.get(field.name)
        if isinstance(value, list):
            # JSON has no tuples.
            value = tuple(value)
        values[field.name] = UUID(value) if field.type is UUID else value
    return kind(**values)
