BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Look at the list') BBBBBBBB BBBBB
BBBBB BBBB gettext(u'Import places') BBBBBBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB gettext(u'The register says all this already.') BBBBBBBB BBBBBBB
BBBBB BBBBB gettext(u'Leave places that the register has already') BBBBBBBB BBBBB
BBBBB BBBBBB gettext(u'Change places that the register has already') BBBBBBBB BBBBBB
