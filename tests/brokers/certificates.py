"""A small authority for one test run: certificates for the broker, a client, web servers, and a stranger."""

import subprocess
from pathlib import Path

from tests.brokers.jars import need

_THIS_MACHINE = "IP:127.0.0.1,DNS:localhost"


class Certificates:
    """PEM files under ``folder``, made by openssl: ``ca``, and ``<name>.pem`` with ``<name>.key`` for each party.

    Raises:
        Unavailable: openssl is not installed.
    """

    def __init__(self, folder: Path) -> None:
        self._openssl = need("openssl", "to make certificates for the tests")
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        for authority in ("ca", "stranger-ca"):
            self._run("req", "-x509", *_new_key(authority), "-out", f"{authority}.pem", "-days", "2")
        self.issue("broker")
        self.issue("client")
        self.issue("stranger", "stranger-ca")

    def path(self, name: str) -> str:
        """The path of one of the files, such as ``ca.pem`` or ``client.key``."""
        return str(self._folder / name)

    def issue(self, name: str, authority: str = "ca", hosts: str = _THIS_MACHINE, days: int = 2) -> None:
        """Make ``<name>.pem`` for ``hosts`` (as openssl writes them); with ``days`` below 0 it is out of date."""
        self._run("req", *_new_key(name), "-out", f"{name}.csr")
        Path(self.path("san.txt")).write_text(f"subjectAltName={hosts}\n")
        signed_by = ("-CA", f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial")
        request = ("-req", "-in", f"{name}.csr", "-extfile", "san.txt", "-days", str(days))
        self._run("x509", *request, *signed_by, "-out", f"{name}.pem")

    def broker_settings(self) -> dict[str, str]:
        """What a broker needs for its SASL_SSL (SCRAM-SHA-512) and SSL (client certificates) listeners."""
        both = self._folder / "broker.both.pem"
        both.write_text(Path(self.path("broker.key")).read_text() + Path(self.path("broker.pem")).read_text())
        return {
            "ssl.keystore.type": "PEM",
            "ssl.keystore.location": str(both),
            "ssl.truststore.type": "PEM",
            "ssl.truststore.location": self.path("ca.pem"),
            "listener.name.ssl.ssl.client.auth": "required",
            "sasl.enabled.mechanisms": "SCRAM-SHA-512",
            "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config": (
                "org.apache.kafka.common.security.scram.ScramLoginModule required;"
            ),
        }

    def _run(self, *arguments: str) -> None:
        subprocess.run(
            [self._openssl, *arguments], cwd=self._folder, check=True, capture_output=True, timeout=60
        )


def _new_key(name: str) -> tuple[str, ...]:
    return ("-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-subj", f"/CN={name}")
