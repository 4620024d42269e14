BBBB BBBBBBBBBBBBBB BBB gettext(u'Your password was reset') BBBBBBBBBBBBB
