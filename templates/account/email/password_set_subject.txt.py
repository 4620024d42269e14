BBBB BBBBBBBBBBBBBB BBB gettext(u'Your account has a password') BBBBBBBBBBBBB
