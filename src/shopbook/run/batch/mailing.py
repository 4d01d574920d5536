"""The report of a run by mail: what became of the files, never what stands in them.

A message that could not be sent lies in the folder's outbox, and the next run sends it before its own.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from io import BytesIO
from pathlib import Path

from shopbook.labels import Label, Lang
from shopbook.run.batch.addressing import Mail, MailWhen, Security
from shopbook.run.batch.entries import Account
from shopbook.run.batch.logbook import log_mail
from shopbook.run.batch.news import has_news
from shopbook.run.batch.reporting.plain import write_markdown
from shopbook.run.batch.reporting.words import TITLE, plain_name
from shopbook.run.masking import masked_text
from shopbook.run.sources import reason

PASSWORD = "SHOPBOOK_SMTP_PASSWORD"  # noqa: S105 - the name of the variable that holds it
OUTBOX = "outbox"

_MOST_WAITING = 20
_PATIENCE_S = 20
_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}

_SUBJECT = Label(
    zh="{title}：{shop}，错误 {error} 处，没有完成 {failed} 个文件，下次再处理 {waiting} 个",
    en="{title}: {shop}, {error} errors, {failed} files failed, {waiting} left for the next run",
)
_WHERE = Label(
    zh="问题清单在店铺文件夹的运行报告里，不随邮件发出。", en="The findings are in the run report in the shop's folder; no mail has them."
)
_SENT = Label(zh="报告已发到 {to}", en="The report was sent to {to}")
_NOT_SENT = Label(
    zh="报告的邮件没有发出去（{host}：{why}），下次运行时再发。文件的处理不受影响",
    en="The report was not mailed ({host}: {why}); the next run sends it. The files are not affected",
)
_NOT_KEPT = Label(
    zh="报告的邮件没有放进发件箱（{why}），不会发出。请检查磁盘",
    en="The report's mail could not be put into the outbox ({why}) and is not sent: check the disk",
)
_WHO = Label(
    zh="邮件服务器不认这个用户名和密码，请检查设置 mail.user 和环境变量 {variable}",
    en="the mail server does not know this user and password; check the setting mail.user and the environment variable {variable}",
)
_NO_PASSWORD = Label(zh="环境变量 {variable} 里没有密码", en="there is no password in the environment variable {variable}")


class _NoPasswordError(smtplib.SMTPException):
    """A user is named, and no password is there."""


def mail_report(account: Account, mail: Mail, state: Path, lang: Lang, *, before: str = "") -> tuple[Label, ...]:
    """Send what a run came to, after what earlier runs could not send.

    Args:
        account: What the run came to.
        mail: Where to and how; nothing is sent where no server is named.
        state: The folder in the shop's where the outbox lies.
        lang: Of the message.
        before: How things stood after the run before, see :func:`standing_of`.

    Returns:
        What is said of it; that the server can't be reached is no fault of the run.
    """
    if not mail.host:
        return ()
    outbox = state / OUTBOX
    try:
        outbox.mkdir(exist_ok=True)
        if _is_wanted(account, mail.when, before):
            _put(outbox, message_of(account, mail, state.parent.name, lang), account.run)
        waiting = sorted(outbox.glob("*.eml"))
        for path in waiting[:-_MOST_WAITING]:
            path.unlink(missing_ok=True)
    except OSError as error:
        return (log_mail(_NOT_KEPT.filled({"why": reason(error)}), is_sent=False),)
    return _sent(waiting[-_MOST_WAITING:], mail)


def message_of(account: Account, mail: Mail, shop: str, lang: Lang) -> EmailMessage:
    """The report as a message of plain text, phone numbers masked; file names in it are made one line."""
    counts = {fate.value: count for fate, count in account.fates.items()} | account.counts
    subject = _SUBJECT.filled({"title": TITLE, "shop": plain_name(shop), **counts})[lang]
    body = BytesIO()
    write_markdown(account, lang, body)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = masked_text(subject, with_streets=False)
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=mail.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(masked_text(f"{body.getvalue().decode()}\n{_WHERE[lang]}\n", with_streets=False))
    return message


def _is_wanted(account: Account, when: MailWhen, before: str) -> bool:
    match when:
        case MailWhen.ALWAYS:
            return True
        case MailWhen.NEWS:
            return has_news(account, before)
        case MailWhen.FAULTS:
            return account.code > 0


def _put(outbox: Path, message: EmailMessage, run: int) -> None:
    """Lay a message into the outbox, whole."""
    fresh = outbox / f"{run:09}.tmp"
    fresh.write_bytes(message.as_bytes())
    fresh.replace(fresh.with_suffix(".eml"))


def _sent(waiting: list[Path], mail: Mail) -> tuple[Label, ...]:
    if not waiting:
        return ()
    try:
        with _server(mail) as server:
            for path in waiting:
                server.sendmail(mail.sender, mail.to, path.read_bytes())
                path.unlink()
    # A name or password that is no ASCII is a UnicodeError in smtplib.
    except (OSError, UnicodeError) as error:
        return (log_mail(_NOT_SENT.filled({"host": mail.host, "why": _why(error)}), is_sent=False),)
    return (log_mail(_SENT.filled({"to": ", ".join(mail.to)}), is_sent=True),)


@contextmanager
def _server(mail: Mail) -> Iterator[smtplib.SMTP]:
    """The server, ready to take messages."""
    password = os.environ.get(PASSWORD, "")
    if mail.user and not password:
        raise _NoPasswordError
    port = mail.port or _PORTS[mail.security]
    safely = ssl.create_default_context(cafile=mail.ca_file or None)
    is_tls = mail.security is Security.TLS
    # Who sends is named as the mail's domain: the name of this machine is nobody's business.
    name = mail.sender.rpartition("@")[2]
    server = (
        smtplib.SMTP_SSL(mail.host, port, name, timeout=_PATIENCE_S, context=safely)
        if is_tls
        else smtplib.SMTP(mail.host, port, name, timeout=_PATIENCE_S)
    )
    try:
        if mail.security is Security.STARTTLS:
            server.starttls(context=safely)
        if mail.user:
            _sign_in(server, mail.user, password)
        yield server
    finally:
        with suppress(OSError):
            server.quit()


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    try:
        server.login(user, password)
    except smtplib.SMTPServerDisconnected as error:  # some servers hang up on a wrong password instead of saying so
        raise smtplib.SMTPAuthenticationError(535, b"") from error


def _why(error: OSError | UnicodeError) -> Label:
    """What the server or the system says, without texts of the server, which may be anything."""
    match error:
        case _NoPasswordError():
            return _NO_PASSWORD.filled({"variable": PASSWORD})
        case smtplib.SMTPAuthenticationError() | UnicodeError():
            return _WHO.filled({"variable": PASSWORD})
        case smtplib.SMTPResponseException():
            return Label(zh=f"SMTP {error.smtp_code}", en=f"SMTP {error.smtp_code}")
        case _:
            return Label(zh=reason(error), en=reason(error))
