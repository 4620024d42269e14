BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB
  XXX gettext(u'%(name)s (%(address)s) has declined:') SSSSSSSS SSSSSSSSSSSSS SSS SSSSSSSSSXXXX
  XXXXBBB BBBB BB BBBBBXXXXXXXXXBBBBBBXXXXX
  BB BBBB
    XXX gettext(u"In the person's own words:") XXXX
    XXXXXXXXXXXXXXXXXXXXXXXXX
  BBBBB
  XXX gettext(u'The roles are taken back, and nothing more is sent to the address. If the person thinks otherwise, an administrator takes the address off the list of blocked addresses; then invite again.') XXXX
BBBBBBBB BBBBBBB
