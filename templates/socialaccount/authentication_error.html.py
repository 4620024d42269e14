BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Signing in did not work') BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
  XXXX gettext(u'Signing in did not work') XXXXX
  XX XXXXXXXXXXXXX gettext(u"Your region's sign-in did not answer as it should. Try again in a while, or sign in with your e-mail address.") XXXX
  XXXXX XXXXXXXXXX XXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'To the sign-in') XXXXXXXX
BBBBBBBB BBBBBBB
