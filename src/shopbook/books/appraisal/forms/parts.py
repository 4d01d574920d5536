"""What this room adds to the workbook."""

from shopbook.books.appraisal.forms.collecting import COLLECT_FORMS, FORM_SUMMARY
from shopbook.books.appraisal.forms.making import FORMS_FOLDER, MAKE_FORMS
from shopbook.books.appraisal.forms.notices import FORM_NOTICES

TASKS = (MAKE_FORMS, COLLECT_FORMS)
NOTICES = FORM_NOTICES
SUMMARY = FORM_SUMMARY
SOURCES = (FORMS_FOLDER,)
