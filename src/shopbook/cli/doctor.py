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
    rows = [{"what": each.what[lang], "state": each.state[lang], "advice": each.advice[lang]} for each in findings]
    show_list(rows, {"what": Label("检查项", "What"), "state": Label("状态", "State"), "advice": Label("建议", "Advice")}, form, lang)
    raise typer.Exit(0 if all(each.is_fine for each in findings) else 1)
