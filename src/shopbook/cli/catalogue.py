"""``shopbook tasks``, ``books`` and ``profiles``: what there is."""

from shopbook.cli.speech import Form, FormOption, LangOption


def tasks(*, lang: LangOption, form: FormOption = Form.TABLE) -> None:
    """List every task of every book.

    Example: shopbook tasks
    """
    from shopbook.books.registry import BOOKS
    from shopbook.cli.showing import show_list
    from shopbook.labels import Label

    rows = [
        {"task": task.code, "book": book.code, "name": task.label[lang], "help": task.help[lang]} for book in BOOKS for task in book.tasks
    ]
    titles = {
        "task": Label("任务", "Task"),
        "book": Label("工作簿", "Book"),
        "name": Label("名称", "Name"),
        "help": Label("说明", "What it does"),
    }
    show_list(rows, titles, form, lang)


def books(*, lang: LangOption, form: FormOption = Form.TABLE) -> None:
    """List the workbooks that shopbook new makes.

    Example: shopbook books
    """
    from shopbook.books.registry import BOOKS
    from shopbook.cli.showing import show_list
    from shopbook.labels import Label

    rows = [{"book": book.code, "name": book.label[lang], "help": book.help[lang]} for book in BOOKS]
    show_list(rows, {"book": Label("代码", "Book"), "name": Label("名称", "Name"), "help": Label("说明", "What it is for")}, form, lang)


def profiles(*, lang: LangOption, form: FormOption = Form.TABLE) -> None:
    """List the lists of other programs that are understood, with the workbook that takes them in.

    Example: shopbook profiles --format md
    """
    from shopbook.cli.showing import show_list
    from shopbook.labels import Label
    from shopbook.run.lists import importing_books

    rows = [
        {"profile": each.name, "book": book.code, "platform": each.platform[lang], "title": each.title[lang]}
        for book, importer in importing_books()
        for each in importer.layouts()
    ]
    titles = {
        "profile": Label("名称", "Profile"),
        "book": Label("工作簿", "Book"),
        "platform": Label("平台", "Platform"),
        "title": Label("文件", "Export"),
    }
    show_list(rows, titles, form, lang)
