"""Where the report of a run is mailed to, and over which server; part of a shop's settings."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

# One address and nothing else: no second one, no name, no line end that would begin a header of its own.
_Address = Annotated[str, StringConstraints(pattern=r"^[^\s\x00-\x1f\x7f<>()\[\],;:\\\"@]+@[\w.-]+$", max_length=254)]
_Host = Annotated[str, StringConstraints(pattern=r"^[\w.:-]*$", max_length=253)]


class Security(StrEnum):
    """How the way to the server is closed to others."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class MailWhen(StrEnum):
    """Which runs are worth a mail."""

    NEWS = "news"
    FAULTS = "faults"
    ALWAYS = "always"


class Mail(BaseModel):
    """The mailed report.

    Attributes:
        host: The server; empty sends no mail.
        port: Its port; 0 is the usual one: 465 with ``tls``, 587 with ``starttls``, 25 with ``none``.
        security: How the connection is encrypted. A user needs ``tls`` or ``starttls``, or the password could be read on its way.
        ca_file: Who vouches for the server, where it is not one of those that the system knows: a file in PEM form.
        sender: The address that the mail is from.
        to: Who gets it.
        user: Who signs in; empty signs in nobody. The password stands in the environment only.
        when: ``news`` when something was done or left undone, ``faults`` when the exit code is not 0, ``always``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: _Host = ""
    port: Annotated[int, Ge(0), Le(65_535)] = 0
    security: Security = Security.TLS
    ca_file: str = ""
    sender: _Address | Literal[""] = ""
    to: tuple[_Address, ...] = ()
    user: str = ""
    when: MailWhen = MailWhen.NEWS

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.host and not (self.sender and self.to):
            raise ValueError("sender", "to")
        if self.user and self.security is Security.NONE:
            raise ValueError("security")
        return self
