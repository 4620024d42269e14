BBBB BBBB
XXXBB BBBBBBBBBBB gettext(u'There is nothing to show: the form has a mistake.') BBBBBXXXX
