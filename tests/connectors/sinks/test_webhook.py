"""The webhook as its receiver sees it."""

import hashlib
import hmac
import logging
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.sinks.webhook import WebhookSink, event_headers, judge, signature_headers, wish
from tests.alerts import PERSIAN, alert, digest, feed_alert, life
from tests.connectors.sinks.hooks import HookServer
from tocsin.config.model import Webhook
from tocsin.contract.codec import encode
from tocsin.delivery.notice import Notice
from tocsin.delivery.outcome import Delivered, Outcome, Rejected, RetryAfter

NOW = 1_772_445_900.0  # 2026-03-02 10:05 UTC


@pytest.fixture
async def server() -> AsyncIterator[HookServer]:
    async with HookServer() as running:
        yield running


async def deliver(url: str, number: int = 1, **settings: Any) -> Outcome:
    config = Webhook.model_validate({"name": "hook", "sink": "webhook", "url": url, **settings})
    sink = WebhookSink(config, clock=lambda: NOW)
    await sink.connect()
    try:
        return await sink.deliver(alert(number))
    finally:
        await sink.close()


@pytest.mark.parametrize(
    ("notice", "kind", "event_id", "time"),
    [
        *((one, "tocsin.alert.v1", one.event_id, "2026-03-02T10:") for one in life()),
        (digest(), "tocsin.digest.v1", digest().id, "2026-03-02T06:00:01Z"),
        (feed_alert(), "tocsin.feedalert.v1", f"{feed_alert().id}.raised", "2026-03-02T10:04:00Z"),
    ],
    ids=lambda one: getattr(one, "event_id", None),
)
def test_each_notice_is_a_cloudevent_of_its_type_under_its_own_id(
    notice: Notice, kind: str, event_id: str, time: str
) -> None:
    headers = event_headers(notice)
    assert headers["ce-type"] == kind
    assert headers["ce-id"] == headers["Idempotency-Key"] == event_id
    assert headers["ce-time"].startswith(time)


async def test_the_body_is_the_alert_and_the_headers_are_a_cloudevent(server: HookServer) -> None:
    await deliver(server.url)
    (hit,) = server.received
    one = alert(1)
    assert hit.body == encode(one)
    assert {
        name: value for name, value in hit.headers.items() if name.startswith(("ce-", "content-type"))
    } == {
        "ce-specversion": "1.0",
        "ce-id": one.event_id,
        "ce-type": "tocsin.alert.v1",
        "ce-time": "2026-03-02T10:04:02Z",
        "ce-source": "/tocsin/sink",
        "content-type": "application/json",
    }
    assert hit.headers["idempotency-key"] == one.event_id


async def test_without_a_secret_nothing_is_signed(server: HookServer) -> None:
    await deliver(server.url)
    assert not [name for name in server.received[0].headers if name.startswith("x-tocsin")]


@pytest.mark.parametrize("from_file", [True, False])
async def test_the_signature_covers_time_and_body(
    server: HookServer, from_file: bool, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("s3cret\n")
    where: dict[str, Any] = {"secret_file": str(tmp_path / "secret")} if from_file else {"secret": "s3cret"}
    await deliver(server.url, **where)
    (hit,) = server.received
    signed = hit.headers["x-tocsin-timestamp"].encode() + b"." + hit.body
    digest = hmac.new(b"s3cret", signed, hashlib.sha256).hexdigest()
    assert hit.headers["x-tocsin-timestamp"] == "1772445900"
    assert hit.headers["x-tocsin-signature"] == f"sha256={digest}"


def test_the_signature_of_a_known_message_is_known() -> None:
    signed = signature_headers(b'{"a":1}', b"key", 1700000000.9)
    assert signed == {
        "X-Tocsin-Timestamp": "1700000000",
        "X-Tocsin-Signature": "sha256=" + hmac.new(b"key", b'1700000000.{"a":1}', "sha256").hexdigest(),
    }


async def test_configured_headers_are_sent_but_never_replace_ours(server: HookServer) -> None:
    await deliver(server.url, headers={"Authorization": "Bearer t", "idempotency-key": "mine", "CE-ID": "x"})
    (hit,) = server.received
    assert hit.headers["authorization"] == "Bearer t"
    assert hit.headers["idempotency-key"] == hit.headers["ce-id"] == alert(1).event_id


async def test_each_header_of_ours_is_sent_once_however_the_operator_spells_it(server: HookServer) -> None:
    ours = {name.lower() for name in {**event_headers(alert(1)), **signature_headers(b"", b"s3cret", NOW)}}
    theirs = {spelt: "theirs" for name in ours for spelt in (name, name.upper(), name.title())}
    await deliver(server.url, secret="s3cret", headers=theirs | {"X-Team": "desk"})
    (hit,) = server.hits
    assert {name: hit.names.count(name) for name in ours} == dict.fromkeys(ours, 1)
    assert "theirs" not in hit.headers.values()
    assert hit.headers["x-team"] == "desk"


def test_a_header_that_can_not_be_sent_is_refused_without_showing_it() -> None:
    config = Webhook.model_validate(
        {"name": "hook", "sink": "webhook", "url": "http://x.example", "headers": {"X-Key": "to\r\nken"}}
    )
    with pytest.raises(ValueError, match="receiver hook: header 'X-Key' holds a control character") as told:
        WebhookSink(config)
    assert "ken" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Delivered()),
        (202, Delivered()),
        (204, Delivered()),
        (301, Rejected("refused", "HTTP 301 (redirects are not followed)")),
        (307, Rejected("refused", "HTTP 307 (redirects are not followed)")),
        (400, Rejected("refused", "HTTP 400")),
        (401, Rejected("unauthorized", "HTTP 401")),
        (403, Rejected("unauthorized", "HTTP 403")),
        (404, Rejected("refused", "HTTP 404")),
        (408, RetryAfter("timeout", "HTTP 408")),
        (410, Rejected("gone", "HTTP 410")),
        (413, Rejected("too_large", "HTTP 413")),
        (422, Rejected("refused", "HTTP 422")),
        (425, RetryAfter("busy", "HTTP 425")),
        (429, RetryAfter("busy", "HTTP 429")),
        (500, RetryAfter("server_error", "HTTP 500")),
        (502, RetryAfter("server_error", "HTTP 502")),
        (503, RetryAfter("busy", "HTTP 503")),
        (599, RetryAfter("server_error", "HTTP 599")),
    ],
)
async def test_each_answer_means_one_thing(server: HookServer, status: int, outcome: Outcome) -> None:
    server.status = status
    server.headers = {"Location": server.url + "/elsewhere"} if status < 400 else {}
    assert await deliver(server.url) == outcome
    assert len(server.hits) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
async def test_the_receivers_wish_is_passed_on(server: HookServer, status: int) -> None:
    server.status, server.headers = status, {"Retry-After": "120"}
    outcome = await deliver(server.url)
    assert isinstance(outcome, RetryAfter)
    assert outcome.after == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, None),
        ("", None),
        ("0", timedelta(0)),
        (" 30 ", timedelta(seconds=30)),
        ("99999999999999999999", timedelta(days=365)),
        ("-5", None),
        ("٣٠", None),
        ("soon", None),
        ("Mon, 02 Mar 2026 10:06:00 GMT", timedelta(minutes=1)),
        ("Monday, 02-Mar-26 10:06:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 10:00:00 GMT", timedelta(0)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=365)),
        ("Mon, 02 Mar 2026 25:61:00 GMT", None),
    ],
)
def test_retry_after_in_both_forms(text: str | None, expected: timedelta | None) -> None:
    assert wish(text, NOW) == expected


@given(st.integers(100, 999), st.none() | st.text(max_size=40))
def test_any_answer_is_an_outcome(status: int, retry_after: str | None) -> None:
    outcome = judge(status, retry_after, NOW)
    if isinstance(outcome, RetryAfter) and outcome.after is not None:
        assert timedelta(0) <= outcome.after <= timedelta(days=365)


async def test_no_answer_in_time(server: HookServer) -> None:
    server.delay = 5
    assert await deliver(server.url, timeout=0.1) == RetryAfter("timeout", "no answer within 0.1 s")


async def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = await deliver(f"http://127.0.0.1:{port}/")
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "unreachable"
    assert "ClientConnectorError" in outcome.detail


async def test_a_name_that_does_not_exist() -> None:
    outcome = await deliver("http://nowhere.invalid/")
    assert isinstance(outcome, RetryAfter)
    assert outcome.reason == "unreachable"


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://x.example:99999/", "https://\x00/"])
async def test_a_url_that_is_none_never_raises(url: str) -> None:
    sink = WebhookSink(Webhook.model_construct(name="hook", sink="webhook", url=url))
    await sink.connect()
    assert isinstance(await sink.deliver(alert()), Rejected | RetryAfter)
    await sink.close()


async def test_two_passwords_for_one_request_never_raise(server: HookServer) -> None:
    url = server.url.replace("http://", "http://user:pass@")
    assert isinstance(await deliver(url, headers={"Authorization": "Bearer t"}), Rejected)


async def test_secrets_reach_neither_outcome_nor_log(
    server: HookServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.status = 403
    url = server.url.replace("http://", "http://user:pa55word@") + "?token=t0ken"
    outcome = await deliver(url, secret="s3cret", headers={"X-Key": "k3y"})
    shown = f"{outcome} {caplog.text}"
    assert not [word for word in ("pa55word", "t0ken", "s3cret", "k3y") if word in shown]


async def test_one_session_serves_many_alerts(server: HookServer) -> None:
    config = Webhook.model_validate({"name": "hook", "sink": "webhook", "url": server.url})
    sink = WebhookSink(config)
    await sink.connect()
    for one in (PERSIAN, alert(2)):
        assert await sink.deliver(one) == Delivered()
    await sink.close()
    assert [hit.alert for hit in server.received] == [PERSIAN, alert(2)]


async def test_a_secret_that_can_not_be_read_is_an_os_error(tmp_path: Path) -> None:
    config = Webhook.model_validate(
        {"name": "hook", "sink": "webhook", "url": "http://x.example", "secret_file": str(tmp_path / "none")}
    )
    with pytest.raises(OSError, match="none"):
        await WebhookSink(config).connect()
