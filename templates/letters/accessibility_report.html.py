BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB
  XXX gettext(u'Somebody has reported in your accessibility statement that something does not work.') XXXX
  XXXXXXXXXXXXFFFFFFFFFFXXXXXXXXXXXXX
  XXX
    BB BBBBB gettext(u'Where:')  XXXXBBBBB
    BB BBBB gettext(u'From:')  XXXXBBBBB
    BB BBBBB gettext(u'Wants an answer to:')  BBBB gettext(u'Who wrote it gave no address.') BBBBB
  XXXX
BBBBBBBB BBBBBBB
