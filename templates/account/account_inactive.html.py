BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Account closed') BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
  XXXX gettext(u'This account is closed') XXXXX
  XXX gettext(u"Only the platform's operator can open it again. Ask your region's administrator to write to the operator.") XXXX
BBBBBBBB BBBBBBB
