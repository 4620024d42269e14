BBBB BBBBBBBBBBBBBB BBB gettext(u'Confirm your e-mail address') BBBBBBBBBBBBB
