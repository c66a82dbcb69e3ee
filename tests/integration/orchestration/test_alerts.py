"""Alerts against real servers on loopback: a webhook, a mail server, the log; and the sensors that send them."""

from __future__ import annotations

import io
import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import dagster as dg
import pytest

from orchestration.alerts import Alert, send
from orchestration.checks import FRESHNESS_CHECK
from orchestration.progress import Silent
from orchestration.running import run_build
from orchestration.sections import Alerts, Email
from orchestration.sensors import failure_sensor, freshness_sensor
from orchestration.settings import Settings

ALERT = Alert("run_failed", "a run failed\nin /data", "磁盘已满", "/data", "run-1")


class Hook(HTTPServer):
    """A webhook that keeps what it was told."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), HookHandler)
        self.told: list[dict[str, object]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/token"


class HookHandler(BaseHTTPRequestHandler):
    """Takes what is posted."""

    server: Hook

    def do_POST(self) -> None:
        self.server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class MailServer(socketserver.TCPServer):
    """Enough of SMTP (RFC 5321) to take a message."""

    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), MailHandler)
        self.messages: list[str] = []


class MailHandler(socketserver.StreamRequestHandler):
    """Says yes to everything."""

    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 loopback\r\n")
        while line := self.rfile.readline().decode().strip().upper():
            if line == "DATA":
                self.wfile.write(b"354 go on\r\n")
                message = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                self.server.messages.append("".join(message))
            self.wfile.write(b"250 ok\r\n" if line != "QUIT" else b"221 bye\r\n")


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_an_alert_reaches_the_webhook_the_mail_server_and_the_log(hook: Hook, mail: MailServer) -> None:
    email = Email("127.0.0.1", "xianjian@example.org", ["call@example.org"], mail.server_address[1], "none")
    log = io.StringIO()
    assert send(Alerts(on=True, webhook=hook.address, email=email), ALERT, log) == []
    assert [(told["kind"], told["text"], told["run_id"]) for told in hook.told] == [("run_failed", "磁盘已满", "run-1")]
    assert "Subject: a run failed in /data" in mail.messages[0]
    assert "To: call@example.org" in mail.messages[0]
    assert json.loads(log.getvalue())["text"] == "磁盘已满"


def test_nobody_is_told_unless_alerts_are_on(hook: Hook) -> None:
    log = io.StringIO()
    assert send(Alerts(webhook=hook.address), ALERT, log) == []
    assert (hook.told, log.getvalue()) == ([], "")


def test_a_target_that_does_not_answer_stops_nothing_and_its_address_is_not_said(hook: Hook) -> None:
    hook.status = 503
    log = io.StringIO()
    closed = Email("127.0.0.1", "a@b", ["c@d"], 1, "none")
    undelivered = send(Alerts(on=True, log=False, webhook=hook.address, email=closed), ALERT, log)
    assert undelivered == ["webhook: answered 503", "e-mail: ConnectionRefusedError"]
    assert json.loads(log.getvalue())["undelivered"] == undelivered
    assert "token" not in log.getvalue()
    assert send(Alerts(on=True, log=False, webhook="http://127.0.0.1:1/token"), ALERT, log) == ["webhook: ConnectError"]


def test_a_run_of_the_daemon_that_fails_is_told_with_its_reason(hook: Hook, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, alerts=Alerts(on=True, log=False, webhook=hook.address))

    @dg.job
    def breaks() -> None:
        @dg.op
        def step() -> None:
            raise ValueError("no such county")

        step()

    with dg.DagsterInstance.ephemeral() as instance:
        result = breaks.execute_in_process(instance=instance, raise_on_error=False)
        failure = next(event for event in result.all_events if event.event_type_value == "PIPELINE_FAILURE")
        context = dg.build_run_status_sensor_context(
            "alert_on_failure", failure, instance, result.dagster_run
        ).for_run_failure()
        failure_sensor(settings)(context)
    assert [(told["kind"], told["run_id"]) for told in hook.told] == [("run_failed", result.run_id)]


def test_a_run_of_the_command_line_that_fails_is_told_too(hook: Hook, tmp_path: Path) -> None:
    settings = Settings(
        data=tmp_path / "data", executor="inline", alerts=Alerts(on=True, log=False, webhook=hook.address)
    )
    settings.data.mkdir()
    (settings.data / "registry.csv").write_text("this,is\nno,registry\n", encoding="utf-8")
    outcome = run_build(settings, tmp_path, Silent())
    assert not outcome.published
    assert [told["run_id"] for told in hook.told] == [outcome.run_id]
    assert "registry" in str(hook.told[0]["text"])


def test_a_stale_warehouse_is_told_once_and_stands_in_its_check(hook: Hook, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, alerts=Alerts(on=True, log=False, webhook=hook.address))
    sensor = freshness_sensor(settings)
    with dg.DagsterInstance.ephemeral() as instance:
        first = sensor.evaluate_tick(dg.build_sensor_context(instance=instance))
        again = sensor.evaluate_tick(dg.build_sensor_context(instance=instance, cursor=first.cursor))
    assert [told["kind"] for told in hook.told] == ["stale"]
    for tick in (first, again):
        (evaluation,) = tick.asset_events
        assert isinstance(evaluation, dg.AssetCheckEvaluation)
        assert (evaluation.check_name, evaluation.passed) == (FRESHNESS_CHECK, False)
