"""A run over a shop's folder: look, plan, do what is new, note it, report."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from shopbook.errors import FileError, UnwritableFileError, WorkbookInUseError
from shopbook.host.holding import Hold, alone
from shopbook.labels import Label
from shopbook.run.batch.choosing import Choice, chosen, settings_by_book
from shopbook.run.batch.crew import Hands, at_work
from shopbook.run.batch.discovering import STATE, Left, shop_folder, survey
from shopbook.run.batch.entries import Account, Entry, Fate
from shopbook.run.batch.journal import NAME as JOURNAL
from shopbook.run.batch.journal import NO_PLACE, Journal
from shopbook.run.batch.keeping import Findings
from shopbook.run.batch.logbook import log_end
from shopbook.run.batch.looking import Looked, Sight, Work, look_at_all
from shopbook.run.batch.mailing import mail_report
from shopbook.run.batch.news import standing_of
from shopbook.run.batch.onlooking import Watcher
from shopbook.run.batch.planning import plan_of
from shopbook.run.batch.reporting.files import link_from, stem_of, write_reports
from shopbook.run.batch.reporting.sheets import Shown
from shopbook.run.batch.settings import ShopSettings
from shopbook.run.batch.shift import Shift, Terms
from shopbook.run.batch.working import once_more, work, work_begun
from shopbook.run.runner import Circumstances
from shopbook.run.sources import reason

_BUSY = Label(
    zh="这个文件夹正由另一次批处理占用（电脑 {machine}，进程 {process}，最近的动静在 {since}）。请等它结束；"
    "如果它早已中断，{minutes} 分钟后再运行就会接手",
    en="another batch is at work in this folder (machine {machine}, process {process}, last sign of life {since}). Wait for it; if it "
    "died, a run {minutes} minutes from now takes over",
)
_OVERTAKEN = Label(
    zh="这次运行停顿太久（电脑休眠过？），文件夹已由另一次运行接手，所以做完手上的文件就停了",
    en="This run stood still for too long (did the machine sleep?), and another one has taken over the folder: it stopped "
    "after the files at hand",
)


class FolderInUseError(UnwritableFileError):
    """Another run has the folder; ``why`` says which, where and since when."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done in a folder.

    Attributes:
        shop: The folder.
        given: The moment, the language, parameters, who.
        settings: What the folder's keeper decided.
        tasks: Tasks that were named; empty is what is run at night.
        report: Where the report goes; ``None`` is the shop's folder.
    """

    shop: Path
    given: Circumstances
    settings: ShopSettings = field(default_factory=ShopSettings)
    tasks: tuple[str, ...] = ()
    report: Path | None = None


def run_batch(wish: Wish, hands: Hands, watcher: Watcher | None = None) -> Account:
    """Work through a shop's folder; a broken file never stops the others.

    Raises:
        FolderInUseError: Another run is at work there.
        FileError: The folder is not there, or nothing can be noted in it.
        MisuseError: A task or a parameter that was named does not exist, or does not fit.
    """
    shop = shop_folder(wish.shop)
    given = replace(wish.given, settings={**wish.settings.parameters, **wish.given.settings}, write=True)
    choice = chosen(wish.tasks or wish.settings.tasks)
    limits = wish.settings.limits
    terms = Terms(shop, given, settings_by_book(given), wish.settings.policy, limits.minutes if hands.is_local else 0)
    with _held(shop) as hold, Journal(shop / STATE, most_bytes=limits.journal_mb << 20) as journal:
        journal.begin(terms.at)
        with at_work(hands, work_begun if hands.begins_again else work, again=once_more) as crew:
            return _Run(wish, terms, choice, journal, watcher or Watcher(), hold).through(crew)


@dataclass(frozen=True, slots=True)
class _Run:
    wish: Wish
    terms: Terms
    choice: Choice
    journal: Journal
    watcher: Watcher
    hold: Hold

    def through(self, crew: Work) -> Account:
        limits = self.wish.settings.limits
        watcher = replace(self.watcher, stops=lambda: self.watcher.stops() or self.hold.is_lost)
        found = survey(self.terms.shop, self.wish.settings, pause=partial(_pause, crew))
        looked = look_at_all(Sight(self.terms.shop, found.files, limits.sizes), crew, self.journal, watcher)
        plan = plan_of(self.terms.shop, looked.looks, self.choice)
        left = self._left((*found.left, *looked.left, *plan.left))
        shift = Shift(plan, self.choice, self.terms, self.journal, looked.digests)
        shift.work(crew, watcher)
        shift.settle()
        entries = sorted([*left, *shift.entries.values()], key=lambda entry: entry.file)
        undone = (*shift.undone, *_not_looked_at(looked))
        return self._mailed(self._reported(Account(self.journal.memory.run, self.terms.at, tuple(entries), undone)))

    def _mailed(self, account: Account) -> Account:
        before = self.journal.memory.standing
        remarks = mail_report(account, self.wish.settings.mail, self.journal.folder, self.terms.given.lang, before=before)
        self.journal.keep_standing(standing_of(account))
        told = replace(account, remarks=(*([_OVERTAKEN] if self.hold.is_lost else []), *remarks))
        log_end(told)
        return told

    def _reported(self, account: Account) -> Account:
        """The account with its report; where that can't be written, it says so, and the journal has all of it."""
        shop, lang, now = self.terms.shop, self.terms.given.lang, self.terms.given.now
        stem = stem_of(self.wish.report, shop, lang)
        shown = Shown(now, link_from(stem.parent, shop), self.wish.settings.limits.report_findings)
        written: list[str] = []
        try:
            written += [str(path) for path in write_reports(account, Findings(self.journal.folder), stem, lang, shown=shown)]
        except FileError as error:
            entry = Entry(stem.name, Fate.FAILED, whys=(error.why,), code=error.exit_code)
            return replace(account, entries=(*account.entries, entry))
        return replace(account, reports=tuple(written))

    def _left(self, left: tuple[Left, ...]) -> list[Entry]:
        entries = [_entry_of(each) for each in left]
        for entry in entries:
            self.journal.tell(entry)
        return entries


def _pause(crew: Work, seconds: float) -> None:
    """Wait for young files to keep still; they are news, so the workers start meanwhile."""
    crew.get_ready()
    time.sleep(seconds)


def _entry_of(left: Left) -> Entry:
    fate = Fate.LEFT if not left.is_fault else Fate.WAITING if left.is_passing else Fate.FAILED
    return Entry(left.path, fate, whys=(left.why,), code=FileError.exit_code if left.is_fault else 0)


def _not_looked_at(looked: Looked) -> list[str]:
    return [path for path in looked.digests if path not in looked.looks]


@contextmanager
def _held(shop: Path) -> Iterator[Hold]:
    """Hold a folder against other runs.

    Raises:
        FolderInUseError: Another run has it.
        UnwritableFileError: Nothing can be written there.
    """
    state = shop / STATE
    with ExitStack() as stack:
        try:
            state.mkdir(exist_ok=True)
            hold = stack.enter_context(alone(state / JOURNAL, patience_s=0, says=_BUSY))
        except OSError as error:
            raise UnwritableFileError(shop, NO_PLACE.filled({"why": reason(error)})) from error
        except WorkbookInUseError as error:
            raise FolderInUseError(shop, error.why) from error
        except UnwritableFileError as error:
            raise UnwritableFileError(shop, error.why) from error
        yield hold
