BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You lead the work in the place, step by step. The platform tells what is next and writes the report for you.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u'Tick what is done on your phone; every line saves by itself, even when the connection comes and goes. When the steps before the gate are done you hand in, and the region decides how the place goes on.') 
    SSSS SSSS SS SSSS SS SSSS SSSSSS SSSSS SSSS SSSSS SS SSSSSSS SSSS SSSS SSS SSSSSSSSSS SSSSS SSS SSSSS SSSS SSS SSSSS SSSSSS SSS SSSS SSS SSSS SSS
    SSSS SSS SSS SSS SSSSSS SSSSSSS SSS SSS SSSSS SSSS SSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("People and time")  gettext(u'Take in the working group: at least one from the municipality, one from an association and one from a company.') BBBBBB
   _("The place")  gettext(u'Open the first step and read what it is for.') BBBBBB
   _("Plan a meeting")  gettext(u'The first open meeting: choose a day and a hall, invite, and see who comes.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("What is next")  gettext(u'Begin here: what has a date, and what your coach and you have agreed.') BBBBBB
   _("The place")  gettext(u'Tick what was done, with a note or a photo as evidence.') BBBBBB
   _("Meetings")  gettext(u'Answers as they come in, the list for the door, minutes afterwards.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Gate")  gettext(u'What is still missing before you can hand in.') BBBBBB
   _("Target picture")  gettext(u'Where the place wants to be, and the plan that leads there.') BBBBBB
   _("Support")  gettext(u'The agreement, claims for payment, receipts and hours.') BBBBBB
   _("Public page")  gettext(u'Tell everybody what happens here, with photos and coming meetings. You publish it and take it back.') BBBBBB
   _("Reminders")  gettext(u'When the next letter comes and why, and a pause when you need one.') BBBBBB
   _("Coaching")  gettext(u'What your coach and you have talked about.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("A step on the phone: each line saves by itself.") 
   _("The start page: what is next, in order.") 
BBBBBBBB BBBBBBBB
