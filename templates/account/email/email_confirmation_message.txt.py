BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBBBBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Here is the code that confirms your e-mail address:') 



 gettext(u'It is good for ten minutes, and only in the window in which you asked for it.') BBBBBBBBBBBBBBBBBBBBB BBBBBBB
