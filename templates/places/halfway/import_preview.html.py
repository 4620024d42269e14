BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Look at the list') X BBBBBBBB BBBBB
BBBBB BBBB gettext(u'Take many places in') BBBBBBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB gettext(u'All places of the list take part already.') BBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBB
    XX XXXXXXXXXXXXX
       ngettext(u'%(count)s person gets a letter that tells how to sign in.', u'%(count)s persons get a letter that tells how to sign in.', count) 
        SSSSSSSSS SSSSSS SSSS S SSSSSS SSSS SSSSS SSS SS SSSS SSS
      
        PPPPPPPPP PPPPPPP PPP P PPPPPP PPPP PPPPP PPP PP PPPP PPP
      
    XXXX
  BBBBB
BBBBBBBB BBBBBBB
