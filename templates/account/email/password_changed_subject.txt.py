BBBB BBBBBBBBBBBBBB BBB gettext(u'Your password was changed') BBBBBBBBBBBBB
