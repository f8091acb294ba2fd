"""Settings from the environment (prefix RMTC_), read once and frozen."""

import secrets
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
SCHEMES = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
"""How the address of a database may begin, and what SQLAlchemy calls it."""


class Settings(BaseSettings):
    """Every setting of the site; `rmtc check` prints each with its source."""

    model_config = SettingsConfigDict(env_prefix="RMTC_", frozen=True, extra="ignore")

    data: Path = Field(Path("data"), description="folder that holds everything the site keeps")
    database_url: str = Field("", description="SQLAlchemy address; empty means SQLite in DATA")
    base_url: str = Field("", description="address people use; empty means http://127.0.0.1:PORT")
    search_engine: Literal["whoosh", "postgresql"] = Field(
        "whoosh", description="where the search index lies: in DATA, or in PostgreSQL for sites on several machines"
    )
    content_origin: str = Field("", description="second origin on which uploaded packages run")
    files_url: str = Field("", description="folder or s3:// address of the file store; empty means DATA/files")
    smtp_url: SecretStr = Field(SecretStr(""), description="smtp:// or smtps:// address; empty writes to DATA/outbox")
    secret_key: SecretStr = Field(SecretStr(""), description="key for tokens; empty means one kept in DATA")
    port: int = Field(8000, ge=1, le=65535, description="TCP port of the site")
    workers: int = Field(1, ge=1, le=64, description="web processes; more than one needs PostgreSQL")
    languages: str = Field("en,sr-Cyrl,sr-Latn", description="languages of the interface, comma separated")
    env: Literal["development", "production"] = Field("development", description="production refuses demo data")
    trusted_proxies: str = Field("", description="addresses of proxies whose X-Forwarded-For counts, comma separated")
    upload_limit_mb: int = Field(200, ge=1, le=10_000, description="largest file a librarian may upload, MB")
    watch_folder: str = Field("", description="folder whose files become drafts of the library; empty: none")
    contact_email: str = Field("contact@rmtc.example", description="address printed on the site")
    mail_from: str = Field("", description="sender of the site's mail; empty means CONTACT_EMAIL")
    metrics_token: SecretStr = Field(SecretStr(""), description="token for /metrics from elsewhere than this machine")

    @field_validator("base_url")
    @classmethod
    def _can_be_read(cls, address: str) -> str:
        try:
            _ = urlsplit(address).port
        except ValueError:
            raise ValueError("it must be an http:// or https:// address") from None
        return address.strip()

    @field_validator("database_url")
    @classmethod
    def _names_a_database(cls, address: str) -> str:
        scheme, colon, place = address.strip().partition("://")
        is_file = place.startswith("/") and len(place) > 1 and "?" not in place
        if address.strip() and not (colon and scheme in SCHEMES and (is_file or not scheme.startswith("sqlite"))):
            raise ValueError("it must be sqlite:///FILE or postgresql://NAME:PASSWORD@HOST/DATABASE")
        return address.strip()

    @property
    def site_url(self) -> str:
        """The address people use, without a slash at the end."""
        return (self.base_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Say whether people reach the site over https."""
        return urlsplit(self.site_url).scheme == "https"

    @property
    def is_loopback(self) -> bool:
        """Say whether the site is reached only from its own machine."""
        return urlsplit(self.site_url).hostname in LOOPBACK

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if self.database_file:
            return f"sqlite:///{quote(str(self.database_file))}"
        scheme, _colon, place = self.database_url.partition("://")
        return f"{SCHEMES[scheme]}://{place}"

    @property
    def database_file(self) -> Path | None:
        """Where SQLite keeps the database; None on PostgreSQL."""
        if not self.database_url:
            return (self.data / "rmtc.sqlite3").absolute()
        scheme, _colon, place = self.database_url.partition("://")
        return Path(unquote(place.removeprefix("/"))).absolute() if SCHEMES[scheme] == "sqlite" else None

    @property
    def language_codes(self) -> tuple[str, ...]:
        """The languages of the interface in the order they are offered."""
        return tuple(code.strip() for code in self.languages.split(",") if code.strip())

    def key(self) -> bytes:
        """Return the secret key; the first call makes one in DATA when none is set."""
        if given := self.secret_key.get_secret_value():
            return given.encode()
        return kept_secret(self.data / "secret_key")


def kept_secret(path: Path) -> bytes:
    """Return the secret kept in a file, made there (mode 0600) when missing."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32).encode())
    except FileExistsError:
        pass  # another process was quicker: its secret is the one that counts
    return path.read_bytes()
