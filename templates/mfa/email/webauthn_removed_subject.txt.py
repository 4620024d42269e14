BBBB BBBBBBBBBBBBBB BBB gettext(u'A passkey was removed') BBBBBBBBBBBBB
