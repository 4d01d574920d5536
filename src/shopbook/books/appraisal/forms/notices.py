"""What is said about forms that are made and that come back. Every notice about a file names it, and the cell where there is one."""

from shopbook.labels import Label
from shopbook.sheet.findings import Severity
from shopbook.sheet.notices import Notice

NO_INDICATORS = Notice(
    "forms.no-indicators",
    Severity.ERROR,
    Label(
        zh="{name} 在 {cycle} 没有考核指标，没有做他的自评表和上级评价表；请核对“员工”的岗位和“指标库”，再点“开始考核”",
        en="{name} has no indicators in {cycle}, so no cards were made: look at the post on Employees and on Indicators, "
        "then begin the month again",
    ),
    Label(zh="岗位写成“客服专员”，指标库里是“客服”", en="a post that is spelled otherwise than on Indicators"),
)
DAMAGED = Notice(
    "forms.unreadable",
    Severity.ERROR,
    Label(zh="“{file}”没有收：{why}", en="'{file}' was not collected: {why}"),
    Label(zh="传坏了的文件，或者密码不对", en="a file damaged on its way, or locked with another password"),
)
SAME_FILE = Notice(
    "forms.same-file",
    Severity.HINT,
    Label(zh="“{file}”和“{first}”一模一样，只算一次", en="'{file}' is the same as '{first}' and counts once"),
    Label(zh="同一份表交了两次", en="one form handed in twice"),
)
NO_FILES = Notice(
    "forms.none",
    Severity.WARNING,
    Label(zh="没有收到考核表：{why}", en="No forms to collect: {why}"),
    Label(zh="文件夹是空的", en="an empty folder"),
)
NO_NUMBER = Notice(
    "forms.no-number",
    Severity.ERROR,
    Label(
        zh="“{file}”里没有表号，不知道是谁的表；没有收。请重新发放一份，把内容抄进去",
        en="'{file}' bears no form number, so it is not known whose it is: not collected. Make the form again and copy the answers into it",
    ),
    Label(zh="表号那一列被清空", en="a form whose column of numbers was emptied"),
)
TWO_NUMBERS = Notice(
    "forms.two-numbers",
    Severity.ERROR,
    Label(
        zh="“{file}”里有不止一个表号（{numbers}），像是几份表拼在一起；没有收。请按原来的表分开填",
        en="'{file}' bears more than one form number ({numbers}), as if forms were pasted together: not collected. Fill them in apart",
    ),
    Label(zh="把别人的评分粘到自己的表里", en="somebody else's ratings pasted into one's own form"),
)
NOT_OURS = Notice(
    "forms.not-ours",
    Severity.ERROR,
    Label(
        zh="“{file}”的表号 {form_no} 不在“发放回收”里，不是这本工作簿发的；没有收",
        en="'{file}' is form {form_no}, which this workbook did not hand out: not collected",
    ),
    Label(zh="别的部门的考核表", en="a form of another department"),
)
OTHER_MONTH = Notice(
    "forms.other-month",
    Severity.ERROR,
    Label(
        zh="“{file}”是 {cycle} 的表，这个月不在进行中；没有收。进行中的是 {going}",
        en="'{file}' is a form of {cycle}, which is not going on: not collected. Going on: {going}",
    ),
    Label(zh="交来的是上个月的表", en="last month's form"),
)
ARCHIVED_ALREADY = Notice(
    "forms.archived",
    Severity.ERROR,
    Label(
        zh="“{file}”评的是 {name}，他 {cycle} 的成绩已经存档，不再改；没有收",
        en="'{file}' rates {name}, whose card of {cycle} is archived and never changed again: not collected",
    ),
    Label(zh="存档以后才交的表", en="a form that came after the card was archived"),
)
OTHER_NAME = Notice(
    "forms.other-name",
    Severity.WARNING,
    Label(
        zh="“{file}”的文件名是另一份表的，里面是 {rater} 填的{step}；按里面的内容收了，请核对有没有发错人",
        en="'{file}' has the name of another form, but is the {step} of {rater}; it was taken as that. See that nobody was mixed up",
    ),
    Label(zh="把两个人的文件名改反了", en="two people's files with their names exchanged"),
)
OTHER_HEADING = Notice(
    "forms.other-heading",
    Severity.ERROR,
    Label(
        zh="“{file}”的表号是 {form_no}（{rater} 的{step}），表头上写的却是“{heading}”，表号不是这份表的；没有收。请用发给本人的那份填",
        en="'{file}' bears the number {form_no} ({step}, from {rater}), but its heading says '{heading}', so the number is not its own: "
        "not collected. Fill in the form that was handed out",
    ),
    Label(zh="在自己的表里写上同事的表号", en="a colleague's form number written into one's own form"),
)
OTHER_LOCK = Notice(
    "forms.other-lock",
    Severity.WARNING,
    Label(
        zh="“{file}”是 {rater} 的{step}，却没有用他的表格密码加密；收了，请问一下本人是不是他填的",
        en="'{file}' is from {rater} ({step}) and is not locked with the form password of {rater}; it was collected, but ask whether "
        "{rater} filled it in",
    ),
    Label(zh="有密码的人交回一份没有加密的表", en="an unlocked form of somebody who has a form password"),
)
NOT_TAKEN = Notice(
    "forms.not-taken",
    Severity.ERROR,
    Label(zh="“{file}”的“{tab}”{cell}没有收：{why}", en="{cell} on '{tab}' of '{file}' was not collected: {why}"),
    Label(zh="评分写了“很好”，或者 120", en="'very good' or 120 as points"),
)
EDITED = Notice(
    "forms.edited",
    Severity.WARNING,
    Label(
        zh="“{file}”的“{tab}”{cell}被改过，现在是“{value}”，发出时是“{was}”；按发出时的算",
        en="{cell} on '{tab}' of '{file}' was changed to '{value}', it was '{was}'; it counts as it was",
    ),
    Label(zh="取消保护以后改了权重", en="a weight changed after the protection was taken off"),
)
NOT_ASKED = Notice(
    "forms.not-asked",
    Severity.ERROR,
    Label(
        zh="“{file}”的“{tab}”{cell}：这份表没有请他评“{item}”，没有收",
        en="{cell} on '{tab}' of '{file}': the form does not ask about '{item}', so it was not collected",
    ),
    Label(zh="自己在互评表里加了一个人", en="a person whom the rater added to the peer form"),
)
TWO_ANSWERS = Notice(
    "forms.two-answers",
    Severity.ERROR,
    Label(
        zh="{rater} 的{step}“{item}”在几份文件里不一样（{answers}），没有收；请删掉不要的那份再收一次",
        en="The {step} of {rater} answers '{item}' differently in several files ({answers}): not collected. "
        "Remove the one that does not count and collect again",
    ),
    Label(zh="改过评分又交了一份，旧的没有删", en="a form handed in again with other points, the old one still there"),
)
UNFINISHED = Notice(
    "forms.unfinished",
    Severity.WARNING,
    Label(
        zh="{rater} 的{step}还差 {count} 项没有填：{items}；填好的已经收了",
        en="The {step} of {rater} lacks {count} {count|answer|answers}: {items}; the others were collected",
    ),
    Label(zh="只填了一半的表", en="a form half filled in"),
)
LATE = Notice(
    "forms.late",
    Severity.ERROR,
    Label(
        zh="{rater} 的{step} {day} 才交，截止是 {closes_on}，没有写逾期原因；评分收了，请在“{sheet}”补上原因",
        en="The {step} of {rater} came on {day}, after {closes_on}, and says not why; it was collected, but fill in the reason on {sheet}",
    ),
    Label(zh="11 日才交的自评，没有写原因", en="a self review handed in on the 11th without a reason"),
)
TYPED_ALREADY = Notice(
    "forms.typed",
    Severity.WARNING,
    Label(
        zh="“{sheet}”里 {name} {cycle} 的那一行是手填的，和“{file}”不一样（{items}）；手填的没有改，要用表里的请清空那几格再收一次",
        en="The row of {name} for {cycle} on {sheet} was typed by hand and differs from '{file}' ({items}); it stays: empty those cells "
        "and collect again if the form is to count",
    ),
    Label(zh="先手工登记了意见，后来又交了表", en="an opinion typed by hand before the form came"),
)
FORM_NOTICES = (
    NO_INDICATORS,
    DAMAGED,
    SAME_FILE,
    NO_FILES,
    NO_NUMBER,
    TWO_NUMBERS,
    NOT_OURS,
    OTHER_MONTH,
    ARCHIVED_ALREADY,
    OTHER_NAME,
    OTHER_HEADING,
    OTHER_LOCK,
    NOT_TAKEN,
    EDITED,
    NOT_ASKED,
    TWO_ANSWERS,
    UNFINISHED,
    LATE,
    TYPED_ALREADY,
)
