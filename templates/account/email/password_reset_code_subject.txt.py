BBBB BBBBBBBBBBBBBB BBB gettext(u'Your code for a new password') BBBBBBBBBBBBB
