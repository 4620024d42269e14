BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You look after the platform itself: regions, letters, backups. What is in the regions is theirs.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u'You set up a region with its first administrator, who is invited by letter and does the rest. To look inside, you open the region with a reason for some hours, and its administrators read what you looked at.') 
    SSS SSS SS S SSSSSS SSSS SSS SSSSS SSSSSSSSSSSSSS SSS SS SSSSSSS SS SSSSSS SSS SSSS SSS SSSSS SS SSSS SSSSSSS SSS SSSS SSS SSSSSS SSSS S SSSSSS SSS
    SSSS SSSSSS SSS SSS SSSSSSSSSSSSSS SSSS SSSS SSS SSSSSS SSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("Set up a region")  gettext(u'Name, language, sender and first administrator: a minute.') BBBBBB
   _("Sign-in and security")  gettext(u'A passkey or an app comes first.') BBBBBB
   _("Operators' room")  gettext(u'Accounts that are closed or opened again.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("Outbox")  gettext(u"The platform's own letters, and what did not arrive.") BBBBBB
   _("State of the platform")  gettext(u'Worker, letters, disk: for your monitoring, too.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Regions")  gettext(u'All regions, and who has administrators.') BBBBBB
   _("About placedev")  gettext(u'The version, and what the platform keeps to.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("Regions: who administers them.") 
BBBBBBBB BBBBBBBB
