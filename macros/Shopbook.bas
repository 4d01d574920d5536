Attribute VB_Name = "Shopbook"
Option Explicit

' Made by "shopbook templates" from the declarations of the tasks.
' Every rule and every text is elsewhere: a Sub starts Python and says so if that fails.

Public Sub CheckOrders()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('check-orders')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub TidyOrders()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('tidy-orders')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ReviewOrders()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('review-orders')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub RefreshProducts()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('refresh-products')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub AllocateOrders()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('allocate-orders')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ChaseUnpaid()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('chase-unpaid')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub Undo()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('undo')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ClearMarks()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('clear-marks')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CheckStock()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('check-stock')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub IssueShipped()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('issue-shipped')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PostDocuments()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('post-documents')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub RefreshStock()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('refresh-stock')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub StockAlerts()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('stock-alerts')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ProposeReplenishment()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('propose-replenishment')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ReverseEntries()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('reverse-entries')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CloseMonth()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('close-month')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PlanCounts()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('plan-counts')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub MakeCountSheets()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('make-count-sheets')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CollectCounts()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('collect-counts')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ReconcileCounts()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('reconcile-counts')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PostAdjustments()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('post-adjustments')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CheckDaily()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('check-daily')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub DailyReport()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('daily-report')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PrintReport()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('print-report')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub SignOff()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('sign-off')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PrintDocuments()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('print-documents')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub DayFigures()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('day-figures')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CheckFigures()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('check-figures')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PersonalReports()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('personal-reports')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub SplitTargets()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('split-targets')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub RollUp()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('roll-up')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ShiftHandover()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('shift-handover')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CheckAppraisal()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('check-appraisal')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub OpenCycle()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('open-cycle')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub FillMeasures()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('fill-measures')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub MakeForms()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('make-forms')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub CollectForms()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('collect-forms')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ScoreAppraisal()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('score-appraisal')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PrintCards()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('print-cards')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub ArchiveCards()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('archive-cards')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub AnnualAppraisal()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('annual-appraisal')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub PrintYear()
    On Error GoTo Failed
    RunPython "import shopbook.bridge as b;b.run('print-year')"
    Exit Sub
Failed:
    TellFailure Err.Description
End Sub

Public Sub TellFailure(ByVal Cause As String)
    MsgBox ThisWorkbook.Names("shopbook_failed").RefersToRange.Value & vbLf & vbLf & Cause, vbExclamation
End Sub
