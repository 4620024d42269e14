BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBBBBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Here is your code to sign in:') 



 gettext(u'It is good for ten minutes, and only in the window in which you asked for it.') BBBBBBBBBBBBBBBBBBBBB BBBBBBB
