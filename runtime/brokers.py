"""Waiting for Kafka: it may come up after us, and it may not want us."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.conn import create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    KafkaConnectionError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from runtime.kafka import Connection, client_settings

_ATTEMPT = 5.0
_PAUSE = 0.25
# Asking again with the same secret changes nothing, and may lock the account.
_REFUSED = (AuthenticationFailedError, SaslAuthenticationFailed)
_FINAL = (*_REFUSED, UnsupportedSaslMechanismError, ssl.SSLCertVerificationError)


class BrokersUnreachable(Exception):  # noqa: N818 -- a state of the world, named as such
    """No broker answered in time, or one refused us; the message names the addresses and the last reason."""


async def wait_for_brokers(connection: Connection, *, patience: float = 30.0) -> None:
    """Return as soon as one broker accepts our address, certificate and secret.

    Raises:
        BrokersUnreachable: none did within ``patience`` seconds, or one refused our secret or we its certificate.
        OSError: a secret or certificate file of ours can't be read.
    """
    settings = client_settings(connection)
    addresses = settings.pop("bootstrap_servers")
    deadline = time.monotonic() + patience
    while True:
        faults = {address: await _try(address, settings) for address in addresses}
        if None in faults.values():
            return
        final = any(isinstance(fault, _FINAL) for fault in faults.values())
        if final or time.monotonic() > deadline:
            raise BrokersUnreachable(_message(faults, 0 if final else patience))
        await asyncio.sleep(_PAUSE)


@asynccontextmanager
async def admin_client(
    connection: Connection, *, patience: float = 30.0
) -> AsyncIterator[AIOKafkaAdminClient]:
    """An admin client, once the brokers are there.

    Raises:
        BrokersUnreachable, OSError: as ``wait_for_brokers``.
    """
    await wait_for_brokers(connection, patience=patience)
    client = AIOKafkaAdminClient(**client_settings(connection))
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def _try(address: str, settings: dict[str, object]) -> BaseException | None:
    host, _, port = address.rpartition(":")
    try:
        async with asyncio.timeout(_ATTEMPT):
            kafka = await create_conn(host.strip("[]"), int(port), **settings)
    except (OSError, TimeoutError, KafkaError) as fault:
        return fault
    kafka.close()
    return None


def _message(faults: dict[str, BaseException | None], waited: float) -> str:
    reasons = "; ".join(f"{address}: {_reason(fault)}" for address, fault in faults.items())
    return (
        f"Kafka can't be reached within {waited:g} s: {reasons}" if waited else f"Kafka refuses us: {reasons}"
    )


def _reason(fault: BaseException | None) -> str:
    if isinstance(fault, TimeoutError):
        return "no answer"
    if isinstance(fault, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(fault, _REFUSED):
        return f"user name or password not accepted ({fault})"
    if isinstance(fault, KafkaConnectionError):
        return "it closes the connection: check kafka.security (the listener's protocol, a client certificate it wants)"
    return f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
