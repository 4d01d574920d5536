"""The report by mail, over a real server on this machine: what arrives, what never does, what happens when nobody answers."""

import asyncio
import datetime as dt
import email
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from shopbook.labels import Label, Lang
from shopbook.run.batch.addressing import Mail, MailWhen
from shopbook.run.batch.crew import processes
from shopbook.run.batch.entries import Account, Entry, Fate, Part
from shopbook.run.batch.mailing import PASSWORD, mail_report
from shopbook.run.batch.news import has_news, standing_of
from shopbook.run.batch.running import Wish, run_batch
from shopbook.run.batch.settings import BadSettingError, ShopSettings, settings_of
from shopbook.run.runner import Circumstances
from tests.run import shop

SECRET = "not-told-to-anybody"  # noqa: S105 - of a server that lives as long as a test


@dataclass
class Letterbox:
    """What a server was given, and by whom."""

    port: int = 0
    letters: list[Message] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name for it
        assert isinstance(envelope.content, bytes)
        self.envelopes.append(envelope)
        self.letters.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    @property
    def texts(self) -> list[str]:
        return [letter.get_content() for letter in self.letters]  # type: ignore[attr-defined]  # the policy makes EmailMessage of it

    def mail(self, **given: object) -> Mail:
        told = {"host": "127.0.0.1", "port": self.port, "security": "none", "sender": "shop@example.com", "to": ("boss@example.com",)}
        return Mail.model_validate(told | given)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def served(letterbox: Letterbox, **options: object) -> Controller:
    letterbox.port = free_port()
    return Controller(letterbox, hostname="127.0.0.1", port=letterbox.port, loop=asyncio.new_event_loop(), **options)


@pytest.fixture
def letterbox() -> Iterator[Letterbox]:
    """A server that takes everything."""
    box = Letterbox()
    controller = served(box)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that vouches for itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def guarded(certificate: Path) -> Iterator[Letterbox]:
    """A server that wants encryption and a password."""
    box = Letterbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)

    def known(_server: SMTP, _session: Session, _envelope: Envelope, _how: str, said: LoginPassword) -> AuthResult:
        return AuthResult(success=(said.login, said.password) == (b"shop", SECRET.encode()))

    controller = served(box, tls_context=context, require_starttls=True, authenticator=known, auth_required=True)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "一店" / ".shopbook"
    folder.mkdir(parents=True)
    return folder


def account(*names: str, run: int = 1, why: str = "坏了") -> Account:
    entries = tuple(Entry(name, Fate.FAILED, whys=(Label(why, why),), code=3) for name in names or ("订单.xlsx",))
    return Account(run, "2026-06-18 14:00", entries)


def waiting(state: Path) -> list[str]:
    return sorted(path.name for path in (state / "outbox").iterdir())


def test_the_report_arrives(letterbox: Letterbox, state: Path) -> None:
    said = mail_report(account(), letterbox.mail(), state, Lang.ZH)
    (letter,) = letterbox.letters
    assert letter["Subject"] == "运行报告：一店，错误 0 处，没有完成 1 个文件，下次再处理 0 个"
    assert (letter["From"], letter["To"]) == ("shop@example.com", "boss@example.com")
    assert "| 订单.xlsx | 没有完成 |" in letterbox.texts[0]
    assert [label.zh for label in said] == ["报告已发到 boss@example.com"]
    assert waiting(state) == []


def test_phone_numbers_stay_in_the_shop(letterbox: Letterbox, state: Path) -> None:
    mail_report(account("王 13912345678.xlsx", why="改电话 139-1234-5678"), letterbox.mail(), state, Lang.ZH)
    raw = letterbox.envelopes[0].content
    assert isinstance(raw, bytes)
    assert "139****5678.xlsx" in letterbox.texts[0]
    assert "12345678" not in letterbox.texts[0] + raw.decode(errors="replace")
    assert "1234-5678" not in letterbox.texts[0]


def test_findings_are_not_in_the_mail(letterbox: Letterbox, tmp_path: Path) -> None:
    shop.export(tmp_path / "导出.csv", {"收货人姓名": "赵钱孙", "总金额": "x", "收货地址": "上海市 上海市 浦东新区 花木路77号"})
    settings = ShopSettings(settle_s=0, mail=letterbox.mail())
    found = run_batch(Wish(tmp_path, Circumstances(now=dt.datetime(2026, 6, 18, 14)), settings), processes(0, memory_mb=0))
    assert found.counts["error"] > 0
    assert [label.zh for label in found.remarks] == ["报告已发到 boss@example.com"]
    assert "导出.csv" in letterbox.texts[0]
    assert not [secret for secret in ("赵钱孙", "花木路", "13800138000") if secret in letterbox.texts[0]]


def test_no_file_name_makes_a_header_or_a_second_letter(letterbox: Letterbox, state: Path) -> None:
    evil = "x\r\nBcc: thief@example.com\r\n\r\n.\r\nMAIL FROM:<thief@example.com>\r\n"
    folder = state.parent.with_name("店\r\nBcc: thief@example.com") / ".shopbook"
    folder.mkdir(parents=True)
    mail_report(account(evil, why=evil), letterbox.mail(), folder, Lang.EN)
    (letter,), (envelope,) = letterbox.letters, letterbox.envelopes
    assert envelope.rcpt_tos == ["boss@example.com"]
    assert letter["Bcc"] is None
    assert letter["Subject"].count("\n") == 0


@pytest.mark.parametrize(
    "address", ["a@example.com\nBcc: b@example.com", "a@example.com, b@example.com", "A <a@example.com>", "a", "a b@example.com", "@x"]
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    for place in ({"sender": address}, {"to": (address,)}):
        with pytest.raises(ValidationError):
            Mail.model_validate({"host": "mail.example.com", "sender": "a@example.com", "to": ("b@example.com",)} | place)


@pytest.mark.parametrize(
    ("settings", "place", "why"),
    [
        ('host = "mail.example.com"', "mail", "sender"),
        ('host = "mail.example.com"\nsender = "a@example.com\\nBcc: x"', "mail.sender", "写法"),
        ('host = "h"\nsender = "a@b.c"\nto = ["a@b.c"]\nuser = "shop"\nsecurity = "none"', "mail", "明文"),
        ('password = "1"', "mail.password", "没有这个设置"),
    ],
)
def test_what_does_not_go_together_is_said(tmp_path: Path, settings: str, place: str, why: str) -> None:
    (tmp_path / "shopbook.toml").write_text(f"[mail]\n{settings}\n", encoding="utf-8")
    with pytest.raises(BadSettingError) as refused:
        settings_of(tmp_path)
    assert refused.value.place == place
    assert why in refused.value.label.zh


def test_nobody_answers_and_the_next_run_sends_both(letterbox: Letterbox, state: Path) -> None:
    closed = letterbox.mail(port=free_port())
    said = mail_report(account(), closed, state, Lang.EN)
    assert "the next run sends it" in said[0].en
    assert waiting(state) == ["000000001.eml"]
    mail_report(account(run=2), letterbox.mail(), state, Lang.EN)
    assert len({letter["Message-ID"] for letter in letterbox.letters}) == 2
    assert waiting(state) == []


def test_the_exit_code_of_a_run_does_not_change_when_nobody_answers(tmp_path: Path) -> None:
    mail = Letterbox(port=free_port()).mail(when="always")
    settings = ShopSettings(settle_s=0, mail=mail)
    found = run_batch(Wish(tmp_path, Circumstances(now=dt.datetime(2026, 6, 18, 14)), settings), processes(0, memory_mb=0))
    assert found.code == 0
    assert "没有发出去" in found.remarks[0].zh


def test_of_letters_that_nobody_takes_the_last_twenty_are_kept(state: Path) -> None:
    closed = Letterbox(port=free_port()).mail()
    for run in range(1, 24):
        mail_report(account(run=run), closed, state, Lang.EN)
    assert (waiting(state)[0], len(waiting(state))) == ("000000004.eml", 20)


def test_who_signs_in_is_known_and_the_way_is_encrypted(
    guarded: Letterbox, state: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSWORD, SECRET)
    mail = guarded.mail(security="starttls", user="shop", ca_file=str(certificate))
    assert [label.en for label in mail_report(account(), mail, state, Lang.EN)] == ["The report was sent to boss@example.com"]


def test_a_server_that_nobody_vouches_for_gets_nothing(guarded: Letterbox, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, SECRET)
    said = mail_report(account(), guarded.mail(security="starttls", user="shop"), state, Lang.EN)
    assert "was not mailed" in said[0].en
    assert guarded.letters == []


@pytest.fixture(params=[("", "there is no password"), ("wrong", "does not know this user"), ("密码", "does not know this user")])
def mistaken(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A password that is not the one, and what is said of it."""
    password, why = request.param
    monkeypatch.setenv(PASSWORD, password)
    return password, why


def test_what_is_wrong_with_the_password_is_said_without_it(
    guarded: Letterbox, state: Path, certificate: Path, mistaken: tuple[str, str]
) -> None:
    password, why = mistaken
    said = mail_report(account(), guarded.mail(security="starttls", user="shop", ca_file=str(certificate)), state, Lang.EN)
    assert why in said[0].en
    assert not password or password not in said[0].en
    assert waiting(state) == ["000000001.eml"]


@pytest.mark.parametrize(("when", "letters"), [(MailWhen.NEWS, 0), (MailWhen.FAULTS, 0), (MailWhen.ALWAYS, 1)])
def test_a_run_with_nothing_to_do_is_worth_no_mail(letterbox: Letterbox, state: Path, when: MailWhen, letters: int) -> None:
    quiet = Account(1, "2026-06-18 14:00", (Entry("订单.xlsx", Fate.UNCHANGED),))
    mail_report(quiet, letterbox.mail(when=when), state, Lang.EN)
    assert len(letterbox.letters) == letters


def test_what_stays_broken_is_news_once(letterbox: Letterbox, tmp_path: Path) -> None:
    settings = ShopSettings(settle_s=0, mail=letterbox.mail(when="news"))

    def letters() -> int:
        given = Circumstances(now=dt.datetime(2026, 6, 18, 14))
        run_batch(Wish(tmp_path, given, settings, ("check",)), processes(0, memory_mb=0))
        return len(letterbox.letters)

    (tmp_path / "坏的.xlsx").write_bytes(b"PK\x03\x04 torn")
    assert [letters(), letters()] == [1, 1]
    (tmp_path / "坏的.xlsx").write_bytes(b"")
    assert [letters(), letters()] == [2, 2]
    shop.export(tmp_path / "导出.csv")
    assert [letters(), letters()] == [3, 3]


def told(*, fate: Fate = Fate.DONE, errors: int = 0, why: str = "", written: str = "") -> Account:
    parts = (Part("check-orders", written=(written,) if written else ()),)
    whys = (Label(why, why),) if why else ()
    return Account(
        2, "2026-06-18 14:00", (Entry("订单.xlsx", fate, tasks=("check-orders",), whys=whys, counts={"error": errors}, parts=parts),)
    )


@pytest.mark.parametrize(
    ("now", "is_news"),
    [
        (told(), False),
        (told(errors=1), True),
        (told(written="订单.xlsx"), True),
        (told(fate=Fate.WAITING, why="王小丽 正打开着"), True),
        (told(fate=Fate.UNCHANGED, errors=1), False),
        (replace(told(), undone=("别的.xlsx",)), True),
    ],
)
def test_a_run_that_found_all_as_it_was_is_no_news(now: Account, *, is_news: bool) -> None:
    assert has_news(now, standing_of(told())) is is_news


def test_a_workbook_that_is_open_all_day_is_news_once_for_each_who_has_it_open() -> None:
    lily, bob = (told(fate=Fate.WAITING, why=f"{who} has it open") for who in ("Lily", "Bob"))
    assert not has_news(lily, standing_of(lily))
    assert has_news(bob, standing_of(lily))
