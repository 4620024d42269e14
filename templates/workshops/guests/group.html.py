BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'People at the place') X BBBBBBBB BBBBB
BBBBB BBBBBBBXXXX gettext(u'People at the place') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'Those with a role at the place, and the members of the working group who have an account.') XXXXBBBBBBBB BBBB
