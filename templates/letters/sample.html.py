BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBBXXX gettext(u'Here stands what the letter is about. Below it a first letter says why the reader gets it, and your privacy notice.') XXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBXXXX XXXXXXXXXXXXXXXXXXXBBBBBBBB BBBBBB
