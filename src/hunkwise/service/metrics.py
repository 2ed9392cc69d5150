"""What Prometheus reads: counts of this process's webhooks, and everything about jobs from the database, so that workers need no port."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from hunkwise.errors import HunkwiseError
from hunkwise.store import Database, alive, measures, tally

Bounds = (1, 2, 5, 10, 20, 30, 60, 120, 300, 900, 3600)
"""Seconds to a verdict."""


class Metrics:
    """The metrics of a web process. None is labelled by repository."""

    def __init__(self, database: Database) -> None:
        self.registry = CollectorRegistry()
        self.webhooks = Counter("hunkwise_webhooks", "Webhooks by what became of them", ["result"], registry=self.registry)
        self.answer = Histogram(
            "hunkwise_webhook_seconds",
            "Time until a webhook was answered",
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5),
            registry=self.registry,
        )
        self.registry.register(_Stored(database))


class _Stored(Collector):
    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("hunkwise_database_up", "Whether the database answers")
        try:
            with self._database.begin() as connection:
                counted, seen, workers = tally(connection), measures(connection, Bounds), alive(connection)
        except HunkwiseError:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        states = GaugeMetricFamily("hunkwise_reviews", "Reviews by state; queued is the depth of the queue", labels=["state"])
        for state in ("queued", "running", "done", "failed", "superseded"):
            states.add_metric([state], counted.states.get(state, 0))
        yield states
        yield GaugeMetricFamily("hunkwise_oldest_review_seconds", "How long the oldest open review has waited", counted.oldest / 1000)
        failures = CounterMetricFamily("hunkwise_failures", "Reviews that said not examined, by cause", labels=["cause"])
        for cause, count in seen.failures.items():
            failures.add_metric([cause], count)
        yield failures
        yield CounterMetricFamily("hunkwise_alerts", "Findings told on pull requests", value=seen.findings)
        yield CounterMetricFamily("hunkwise_pull_requests", "Pull requests' heads that were judged", value=seen.pulls)
        buckets = [(str(float(bound)), float(count)) for bound, count in zip(Bounds, seen.within, strict=True)]
        yield HistogramMetricFamily(
            "hunkwise_verdict_seconds",
            "Time from the webhook to the verdict on GitHub",
            buckets=[*buckets, ("+Inf", float(seen.done))],
            sum_value=seen.seconds,
        )
        yield GaugeMetricFamily("hunkwise_workers", "Workers that are listed", len(workers))
        known = [left for left in workers.values() if left is not None]
        if known:
            yield GaugeMetricFamily("hunkwise_github_calls_left", "Calls that GitHub leaves the installation that has fewest", min(known))
