BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You set the region up and keep it in order: people, letters, methods and programmes.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u'You invite by e-mail address. Until somebody has signed in, nothing but the invitation is sent; whoever does not want it declines by a link in the letter, and you see it under Accounts. No other region sees what is yours.') 
    SSS SSSSSS SS SSSSSS SSSSSSSS SSSSS SSSSSSSS SSS SSSSSS SSS SSSSSSS SSS SSS SSSSSSSSSS SS SSSSS SSSSSSS SSSS SSS SSSS SS SSSSSSSS SS S SSSS SS SSS
    SSSSSSS SSS SSS SSS SS SSSSS SSSSSSSSS SS SSSSS SSSSSS SSSS SSSS SS SSSSSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("Methods")  gettext(u'Take over a method that comes with the platform, or bring your own.') BBBBBB
   _("Programmes")  gettext(u'Make the first programme, and invite who manages it.') BBBBBB
   _("Sign-in and security")  gettext(u"Set up a passkey or an app: you see other people's data.") BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("Overview")  gettext(u'How all programmes are doing, and what waits.') BBBBBB
   _("Accounts")  gettext(u"Remind who has not come, end who has left, hand a coach's places to somebody else.") BBBBBB
   _("Outbox")  gettext(u'Letters that did not arrive, and how your letters look.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Organisations")  gettext(u'Names that places have typed: put doubles together.') BBBBBB
   _("Blocked addresses")  gettext(u'Who gets no letters, and why. An address is taken off here.') BBBBBB
   _("Money")  gettext(u"The region's support, over all places.") BBBBBB
   _("Contacts")  gettext(u'People without an account, for invitations.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("Accounts: everybody with a role or a task, and whether they have come.") 
BBBBBBBB BBBBBBBB
