BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'No such form') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
   gettext(u'There is no form behind this link') 
   gettext(u'Perhaps the link was cut off in the mail. Copy all of it, or ask the region to send it again.') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
