BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Too large') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
   gettext(u'What was sent is too large') 
   gettext(u'Send fewer or smaller files. A photo from a phone can be sent in a smaller size. Nothing was changed.') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
