BBBB BBBBBBBBBBBBBB BBB gettext(u'The authenticator app was removed') BBBBBBBBBBBBB
