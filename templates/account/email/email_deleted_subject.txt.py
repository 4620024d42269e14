BBBB BBBBBBBBBBBBBB BBB gettext(u'An e-mail address was removed') BBBBBBBBBBBBB
