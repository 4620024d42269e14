BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'No such link') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
   gettext(u'There is nothing behind this link') 
   gettext(u'Perhaps the link was cut off in the mail, or the letter is no longer kept. Copy all of the link, or ask the region to stop the invitations.') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
