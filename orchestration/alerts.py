"""Telling somebody: an alert goes to the log, a webhook and a mail server, as the settings say.

An alert that cannot be delivered stops nothing; what failed is said without the address, which may hold a secret.
"""

from __future__ import annotations

import json
import smtplib
import ssl
import sys
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from typing import TextIO

import httpx

from orchestration.sections import Alerts, Email

CONNECTION_TRIES = 2


@dataclass(frozen=True)
class Alert:
    """What somebody is told.

    Attributes:
        kind: `run_failed` or `stale`.
        subject: one line.
        text: what is wrong and what to do.
        data: the data folder.
        run_id: Dagster's id of the run, where it is about one.
    """

    kind: str
    subject: str
    text: str
    data: str
    run_id: str | None = None


def failure_of(data: str, run_id: str, reasons: str) -> Alert:
    """The alert for a run that failed; the last release stays published."""
    text = f"{reasons}\nWhat was published before is still published. `xianjian ui` shows run {run_id}."
    return Alert("run_failed", f"Xianjian: a run failed in {data}", text, data, run_id)


def send(alerts: Alerts, alert: Alert, log: TextIO | None = None) -> list[str]:
    """Send an alert to every target that is set; returns what could not be delivered, in words."""
    if not alerts.on:
        return []
    undelivered = []
    if alerts.webhook:
        undelivered += _post(alerts, alert)
    if alerts.email:
        undelivered += _mail(alerts.email, alert, alerts.seconds)
    if alerts.log or undelivered:
        line = {**asdict(alert), "undelivered": undelivered}
        print(json.dumps(line, ensure_ascii=False), file=log or sys.stderr, flush=True)
    return undelivered


def _post(alerts: Alerts, alert: Alert) -> list[str]:
    transport = httpx.HTTPTransport(retries=CONNECTION_TRIES)
    try:
        with httpx.Client(transport=transport, timeout=alerts.seconds) as client:
            answer = client.post(alerts.webhook, json=asdict(alert))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return [f"webhook: {type(error).__name__}"]
    return [] if answer.is_success else [f"webhook: answered {answer.status_code}"]


def _mail(email: Email, alert: Alert, seconds: float) -> list[str]:
    message = EmailMessage()
    message["Subject"] = " ".join(alert.subject.split())
    message["From"], message["To"] = email.sender, ", ".join(email.to)
    message.set_content(alert.text)
    try:
        with _server(email, seconds) as server:
            if email.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if email.user:
                server.login(email.user, email.password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        return [f"e-mail: {type(error).__name__}"]
    return []


def _server(email: Email, seconds: float) -> smtplib.SMTP:
    if email.security == "tls":
        return smtplib.SMTP_SSL(email.host, email.port, timeout=seconds, context=ssl.create_default_context())
    return smtplib.SMTP(email.host, email.port, timeout=seconds)
