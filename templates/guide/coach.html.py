BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You follow a dozen places and see at a glance which one needs you today, and why.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u"You call, visit and advise; you note what was said and what comes next. At the gate you assess each criterion. The decision is somebody else's.") 
    SSS SSSSS SSSSS SSS SSSSSSS SSS SSSS SSSS SSS SSSS SSS SSSS SSSSS SSSSS SS SSS SSSS SSS SSSSSS SSSS SSSSSSSSSS SSS SSSSSSSS SS SSSSSSSS SSSSSSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("My places")  gettext(u'Look through your places: their step, their gate, the months that are left.') BBBBBB
   _("People and time")  gettext(u'See that each place has a process leader, and invite him or her by e-mail address.') BBBBBB
   _("Sign-in and security")  gettext(u"Set up a passkey or an app: you see other people's data.") BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("My places")  gettext(u'The list is sorted by who needs you first. “Quiet” means that nobody has been in touch for a while.') BBBBBB
   _("To chase")  gettext(u'Who is quiet, late or has not answered, with what to do: write, call, ask the municipality. “No answer” puts the place aside for some days.') BBBBBB
   _("Log a contact")  gettext(u'Right after the call: what the place may read, what only coaches read, the agreed next step.') BBBBBB
   _("Gate")  gettext(u'Where a place has handed in: assess, criterion by criterion.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Place register")  gettext(u'Facts and population figures, with their source.') BBBBBB
   _("Methods")  gettext(u'The method as a handbook: what each step is for.') BBBBBB
   _("Meetings")  gettext(u'Meetings at all your places.') BBBBBB
   _("Reports")  gettext(u"A place's progress as PDF or workbook, ready to send.") BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("Each place a row with its steps, and what needs you first.") 
BBBBBBBB BBBBBBBB
