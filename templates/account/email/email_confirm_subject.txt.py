BBBB BBBBBBBBBBBBBB BBB gettext(u'Your e-mail address is confirmed') BBBBBBBBBBBBB
