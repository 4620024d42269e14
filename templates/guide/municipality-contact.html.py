BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u"You are the municipality's ear and hand in the place: you see how it goes and what it asks of you.") XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u"You read the place's steps, plan and meetings without asking anybody for a report. What the municipality has promised stands there with date and name.") 
    SSS SSSS SSS SSSSSSS SSSSSS SSSS SSS SSSSSSSS SSSSSSS SSSSSS SSSSSSS SSS S SSSSSSS SSSS SSS SSSSSSSSSSSS SSS SSSSSSSS SSSSSS SSSSS SSSS SSSS SSS SSSSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("The place")  gettext(u'See where the place is, and what comes next.') BBBBBB
   _("People and time")  gettext(u'Who leads, who coaches, who sits in the working group.') BBBBBB
   _("My account")  gettext(u'Choose your language; letters come in it.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("What is next")  gettext(u'Your start page: what has changed, and what has a date.') BBBBBB
   _("Meetings")  gettext(u'When they meet, and what was decided last time.') BBBBBB
   _("My actions")  gettext(u'What you have taken on in the plan: say how it goes.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Target picture")  gettext(u'Where the place wants to be.') BBBBBB
   _("Gate")  gettext(u'What was decided, with its reasons.') BBBBBB
   _("Reports")  gettext(u'The progress as a file, for your committee.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("A place: its steps, its people, what comes next.") 
BBBBBBBB BBBBBBBB
