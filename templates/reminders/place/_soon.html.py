BBBB BBBB BB
BB BBBBB
  XXX gettext(u'Reminders rest until %(until)s: %(reason)s.') SSSSSSSSS SSSS SSSSS SSSSSSSSSS SSSSSSSSSSSXXXX
BBBB BBBBBBBBBBBBB
  XXX gettext(u'The support is paused until %(until)s, and reminders with it.') SSS SSSSSSS SS SSSSSS SSSSS SSSSSSSSSS SSS SSSSSSSSS SSSS SSSXXXX
BBBBB
BB BBBBB
  BBBB BBBBBBBBBBBB
    XXX gettext(u'Next one %(day)s, to %(name)s:') SSSS SSS SSSSSSSS SS SSSSSSSSS
      XXXXX XXXXXXXXXXX XXXXXXXXXXXXBB BBBBBBBBBBBBBBBBB B B  ngettext(u'and %(more)s more', u'and %(more)s more', count) SSS SSSSSSSS SSSSPPP PPPPPPPP PPPPBBBBBXXXXXXXXXXX
  BBBBBBB
BBBB
  XX XXXXXXXXXXXXX gettext(u'Nothing to remind of.') XXXX
BBBBB
