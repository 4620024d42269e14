BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You work for the place together with neighbours. Here are the meetings, the plan, and what you said you would do.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u'You tick lines, write in the minutes and note ideas, from a phone if you like. Nothing is lost when two write at once.') 
    SSS SSSS SSSSSS SSSSS SS SSS SSSSSSS SSS SSSS SSSSSS SSSS S SSSSS SS SSS SSSSS SSSSSSS SS SSSS SSSS SSS SSSSS SS SSSSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("The place")  gettext(u'Read which step you are in, and what it is for.') BBBBBB
   _("Calendars")  gettext(u'Let the meetings come into your own calendar.') BBBBBB
   _("Reminders")  gettext(u'Choose when reminders come: at once, in the evening, on Mondays, or not at all.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("My actions")  gettext(u'What has your name on it, by date. Say how it goes with one tap.') BBBBBB
   _("What is next")  gettext(u'What the place does next.') BBBBBB
   _("Meetings")  gettext(u'Next time, and the minutes of last time.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Target picture")  gettext(u'What you want to reach together, and who stands behind it.') BBBBBB
   _("Actions")  gettext(u'All of the plan: who, when, with whose money.') BBBBBB
   _("People and time")  gettext(u'Who else is in.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("The plan: who does what, and by when.") 
   _("The place's meetings, with who comes.") 
BBBBBBBB BBBBBBBB
