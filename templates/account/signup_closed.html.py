BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBBBB gettext(u'Accounts are given') BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
  XXXX gettext(u'Accounts are given by the region') XXXXX
  XXX gettext(u'An account comes with a role in a programme or a place. Ask your coach or the programme manager to invite you.') XXXX
  XX XXXXXXXXXX XXXXXXXXXXX XXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXX
BBBBBBBB BBBBBBB
