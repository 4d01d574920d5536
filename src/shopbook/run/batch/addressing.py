"""Where the report of a run is mailed to, and over which server; part of a shop's settings."""

from enum import StrEnum
from typing import Annotated, Self

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shopbook.labels import Label

# One address and nothing else: no second one, no name, no line end that would begin a header of its own.
_ONE = r"[^\s\x00-\x1f\x7f<>()\[\],;:\\\"@]+@[\w.-]+"
_Address = Annotated[str, StringConstraints(pattern=f"^{_ONE}$", max_length=254)]
_NoneOrOne = Annotated[str, StringConstraints(pattern=f"^({_ONE})?$", max_length=254)]
_Host = Annotated[str, StringConstraints(pattern=r"^[\w.:-]*$", max_length=253)]

_INCOMPLETE, _IN_THE_CLEAR = "mail_incomplete", "mail_in_the_clear"
MISTAKES = {
    _INCOMPLETE: Label(
        zh="写了 host，就还要写 sender（发件地址）和 to（收件地址）", en="with a host it needs a sender and somebody it goes to, too"
    ),
    _IN_THE_CLEAR: Label(
        zh='security = "none" 时密码会明文传送；请改用 "tls" 或 "starttls"，或去掉 user',
        en='with security = "none" the password could be read on its way: use "tls" or "starttls", or leave out the user',
    ),
}
"""What is said of settings that do not go together, by the kind of the mistake."""


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
        when: ``news`` when something was written, left over or stands otherwise than after the run before; ``faults`` when the exit code
            is not 0; ``always``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    host: _Host = ""
    port: Annotated[int, Ge(0), Le(65_535)] = 0
    security: Security = Security.TLS
    ca_file: str = ""
    sender: _NoneOrOne = ""
    to: tuple[_Address, ...] = ()
    user: str = ""
    when: MailWhen = MailWhen.NEWS

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if self.host and not (self.sender and self.to):
            raise PydanticCustomError(_INCOMPLETE, _INCOMPLETE)
        if self.user and self.security is Security.NONE:
            raise PydanticCustomError(_IN_THE_CLEAR, _IN_THE_CLEAR)
        return self
