BBBB BBBB BB
XXXXXXXX XXXXXXXXXXXXX XXXXX XXXXXXXXXXXXX
  BBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
  XXXXX
    XXXX gettext(u'Somebody else changed this meanwhile') XXXXX
    XXX gettext(u'Nothing is saved yet. Yours stands in the form below. Look at both, put together what should hold, and save again.') XXXX
     gettext(u'Theirs')  gettext(u'Yours') 
    XXX XXXXXXXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB BBBBBBBBBBBXXXXX
  XXXXXX
XXXXXXXXXX
