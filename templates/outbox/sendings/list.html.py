BBBBBBB BBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Sendings') BBBBBBBB BBBBB
BBBBB BBBBBB BBBBBBBBBBBBBBBBB BBBBBBBBBBBBB BB BBBBBBBBBB gettext(u'Outbox') BBBBBBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Sendings') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'Letters with one text to many: where each sending is, and what did not arrive.') XXXXBBBBBBBB BBBB
BBBBB BBBBBBB
  BB BBBB
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB
    BBBBBBBBBB BBBB
  BBBB
    XXXX XXXXXXXXXXXXXX
       gettext(u'No sendings yet') 
       gettext(u'When somebody invites to a meeting, the sending appears here: its text, how far it has come, and who could not be reached.') 
      BBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBBBB
    XXXXXX
  BBBBB
BBBBBBBB BBBBBBB
