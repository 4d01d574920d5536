"""The help of the command line in Chinese, by what it says in English beside the options."""

HELP = {
    "An online shop's back office in office workbooks / 网店运营办公工作簿.": "网店运营办公工作簿。",
    "Make a sample shop and run its day. It ends by showing round: what was found, where to look first, what to do next.": (
        "建一个示例店铺，跑完它的一天。最后带您走一遍：查出了什么，先看哪里，接下来做什么。"
    ),
    "Make a fresh workbook; an existing file is never overwritten.": "新建一本空的工作簿。已有的文件绝不覆盖。",
    "Bring a platform's export or a stock list into its workbook. The same file twice adds nothing.": (
        "把平台导出的订单或库存清单导入对应的工作簿。同一个文件导入两次，第二次什么都不会增加。"
    ),
    "Find every problem of workbooks or exports. Nothing is written.": "找出工作簿或导出文件里的全部问题。什么都不写。",
    "Run a task on workbooks. Without -o or --in-place it only says what it would do.": (
        "在工作簿上运行一个任务。不写 -o 也不写 --in-place 时，只说会做什么。"
    ),
    "Work through a shop's folder: import, check, bring up to date what is new, and report.": (
        "把店铺文件夹里的工作簿和导出文件过一遍。新的就导入、检查、更新，最后出报告。"
    ),
    "List every task of every book.": "列出每种工作簿的每个任务。",
    "List the workbooks that shopbook new makes.": "列出 shopbook new 能新建的工作簿。",
    "List the lists of other programs that are understood, with the workbook that takes them in.": (
        "列出认得的外部文件格式，以及各自导入哪种工作簿。"
    ),
    "Rebuild or compare what is made from the declarations. For developers: templates and reference pages.": (
        "按声明重新生成或比较。给开发者用：模板和参考页。"
    ),
    "Put shopbook's tab into Excel's ribbon, for workbooks without buttons too.": ("在 Excel 功能区里放上“店铺”。没有按钮的工作簿也能用。"),
    "Say what is installed and whether versions fit.": "说明装了什么、版本是否合适。",
    "A new or empty folder for the sample shop.": "放示例店铺的新文件夹或空文件夹。",
    "Orders of a usual day; fewer are made sooner.": "平常一天多少单；少一点，建得快一点。",
    "Another number makes other orders.": "换一个数字，就换一批订单。",
    "Language of messages / 消息语言.": "消息的语言。",
    "Which book; shopbook books lists them.": "哪种工作簿；shopbook books 会列出。",
    "Where to; default: the book's name in this folder.": "存到哪里；不写就是当前文件夹里，用工作簿的名称。",
    "Only the results, no remarks on stderr.": "只给结果，不在 stderr 上说别的。",
    "The platform's file, as it was downloaded.": "平台的文件，下载下来是什么样就用什么样。",
    "The workbook (orders, stock); made when it is not there.": "导入哪本工作簿（订单、库存）；没有就新建。",
    "The profile (name or file) when it is not recognised by itself.": "认不出来时，按哪种格式读（名称或文件）。",
    "What to do with rows that have errors.": "有错误的行怎么办。",
    "The day or moment that counts as now.": "把哪一天或哪一刻当作现在。",
    "Form of the results on stdout.": "结果在 stdout 上的形式。",
    "Workbooks of ours or platform exports.": "本程序的工作簿，或平台导出的文件。",
    "Read an export as this profile (name or file).": "按这种格式读导出文件（名称或文件）。",
    "NAME=VALUE of a parameter, or RULE=off.": "参数的 名称=值，或者 规则=off。",
    "Which task; shopbook tasks lists them.": "哪个任务；shopbook tasks 会列出。",
    "Workbooks of ours.": "本程序的工作簿。",
    "Write the result here; the workbook stays as it is.": "结果写到这里；原来的工作簿不动。",
    "Write into the workbook itself.": "写回工作簿本身。",
    "Collect this file or folder of forms; may be repeated.": "收这个文件或文件夹里填好的表；可以写几次。",
    "Make PDF files beside the papers too; needs LibreOffice.": "生成的单据旁边再各放一份 PDF；需要装有 LibreOffice。",
    "The shop's folder.": "店铺的文件夹。",
    "Only these tasks, with commas between them.": "只做这些任务，用逗号隔开。",
    "What is worth a line in the log in .shopbook.": "哪些事记进 .shopbook 里的日志。",
    "How many processes; 0 works in this one.": "用几个进程；0 就在本进程里做。",
    "Go on, and run again whenever something was saved; Ctrl-C ends it.": "不停下：有文件保存就再运行一次；按 Ctrl-C 结束。",
    "The address of a Dask scheduler, whose workers do it instead.": "Dask 调度器的地址，由它的工作进程来做。",
    "Where the report goes; default: the shop's folder.": "报告存到哪里；不写就放在店铺文件夹里。",
    "Only compare; exit 1 when something is out of date.": "只比较；有过时的就以退出码 1 结束。",
    "What to do.": "做什么。",
    "Where Excel looks for it; default: its own folder.": "Excel 在哪里找它；不写就是 Excel 自己的文件夹。",
}

FURNITURE = (
    (r"^Usage: ", "用法："),
    (r"^Arguments:$", "参数："),
    (r"^Options:$", "选项："),
    (r"^Commands:$", "命令："),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"\[required\]", "[必填]"),
    (r"\[env var:\s+", "[环境变量："),
    (r"\[default:\s+", "[默认："),
    (r"Show this message and exit\.", "显示这段说明。"),
    (r"^  Example: ", "  例如："),
)
"""Patterns of what frames a page of help, with the Chinese in their place."""

COMPLAINTS = (
    (r"No such command '(.+?)'\. Did you mean (.+?)\?", r"没有命令“\1”，是不是 \2？"),
    (r"No such command '(.+?)'\.", r"没有命令“\1”。"),
    (r"No such option: (\S+?) \(Possible options: (.+)\)", r"没有选项 \1，是不是 \2？"),
    (r"No such option: (\S+)", r"没有选项 \1。"),
    (r"Missing argument '(.+?)'\.?", r"缺少参数 \1。"),
    (r"Missing option '(.+?)'\.?", r"缺少选项 \1。"),
    (r"Missing command\.", "缺少命令。"),
    (r"Option '(.+?)' requires (?:an argument|\d+ arguments)\.", r"选项 \1 后面要写值。"),
    (r"Option '(.+?)' does not take a value\.", r"选项 \1 后面不要写值。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"这些词是多余的：\1"),
    (r"Invalid value for '(.+?)': (?:Value error, )?'(.*)' is not one of (.+?)\.?", r"\1 不能是“\2”，可以是 \3。"),
    (r"Invalid value for '(.+?)': (.+)", r"\1 的值不对：\2"),
)
"""Patterns of what is wrong with a command line."""
