BBBB BBBBBBBBBBBBBB BBB gettext(u'An authenticator app was added') BBBBBBBBBBBBB
