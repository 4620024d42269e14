BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You follow places, to learn or to review, and change nothing.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u'You see the steps, the plan, the decisions and the history with who did what and when. You do not see private coaching notes.') 
    SSS SSS SSS SSSSSS SSS SSSSS SSS SSSSSSSSS SSS SSS SSSSSSS SSSS SSS SSS SSSS SSS SSSSS SSS SS SSS SSS SSSSSSS SSSSSSSS SSSSSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("What is next")  gettext(u'Your places, each with its six steps.') BBBBBB
   _("Methods")  gettext(u'Read the method they work by.') BBBBBB
   _("My account")  gettext(u'Choose your language; letters come in it.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("History")  gettext(u'What has happened since you were here.') BBBBBB
   _("Meetings")  gettext(u'When they meet, and what came of it.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Gate")  gettext(u'Criteria, evidence and decision, as they were.') BBBBBB
   _("Target picture")  gettext(u'The plan, with its adopted versions.') BBBBBB
   _("Reports")  gettext(u'Progress as PDF, workbook and CSV.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("A place: its steps, its people, what comes next.") 
BBBBBBBB BBBBBBBB
