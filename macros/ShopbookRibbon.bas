Attribute VB_Name = "ShopbookRibbon"
Option Explicit

' What the buttons of the ribbon call: each carries the code of its task as its tag, each tab its language.

Private Const UiLanguage As Long = 2
Private Const PrimaryLanguage As Long = 1023
Private Const Chinese As Long = 4

Public Sub ShopbookRun(Control As IRibbonControl)
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('" & Control.Tag & "')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ShopbookIsSpoken(Control As IRibbonControl, ByRef IsSpoken)
    Dim IsChinese As Boolean
    IsChinese = (Application.LanguageSettings.LanguageID(UiLanguage) And PrimaryLanguage) = Chinese
    IsSpoken = (IsChinese = (Control.Tag = "zh"))
End Sub
