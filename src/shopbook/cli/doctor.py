"""``shopbook doctor``: is everything set up that the shop needs."""

import typer

from shopbook.cli.speech import Form, FormOption, LangOption


def doctor(*, lang: LangOption, form: FormOption = Form.TABLE) -> None:
    """Say what is installed and whether versions fit.

    Example: shopbook doctor
    """
    from shopbook.cli.showing import show_list
    from shopbook.labels import Label
    from shopbook.run.diagnosis import diagnose

    findings = diagnose()
    words = {True: Label("正常", "fine"), False: Label("有问题", "wrong")}
    rows = [
        {"what": each.what[lang], "verdict": words[each.is_fine][lang], "state": each.state[lang], "advice": each.advice[lang]}
        for each in findings
    ]
    titles = {
        "what": Label("检查项", "What"),
        "verdict": Label("结论", "Verdict"),
        "state": Label("状态", "State"),
        "advice": Label("建议", "Advice"),
    }
    show_list(rows, titles, form, lang)
    raise typer.Exit(0 if all(each.is_fine for each in findings) else 1)
