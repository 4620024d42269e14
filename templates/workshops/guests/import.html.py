BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Paste a list of guests') X BBBBBBBB BBBBB
BBBBB BBBBBBBXXXX gettext(u'Paste a list of guests') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You see what each row would do, and can correct rows, before anyone is added.') XXXXBBBBBBBB BBBB
BBBBB BBBBBBXXXXXXX XXXXXXXXXX XXXXXXXXXXXXX gettext(u'Look at the list') XXXXXXXXXBBBBBBBB BBBBBB
BBBBB BBBBBBBBBBB
  XX XXXXXXXXXXXXXXXXXXXX
     gettext(u'Nothing is stored yet. Columns may be called name, e-mail, phone, organisation, sector and language, in Swedish, Danish or English.') 
  XXXX
BBBBBBBB BBBBBBBBBBB
