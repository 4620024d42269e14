BBBB BBBBBBBBBBBBBB BBB gettext(u'A sign-in was connected') BBBBBBBBBBBBB
