BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Guests of an earlier meeting') X BBBBBBBB BBBBB
BBBBB BBBBBBBXXXX gettext(u'Guests of an earlier meeting') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u"The same guests again. Anyone who left that list is not invited, and other people's lists stay theirs.") XXXXBBBBBBBB BBBB
