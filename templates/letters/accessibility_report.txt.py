BBBBBBB BBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB gettext(u'Somebody has reported in your accessibility statement that something does not work.') 



BB BBBBB gettext(u'Where:')  
BBBBBBB BBBB gettext(u'From:')  
BBBBBBB BBBBB gettext(u'Wants an answer to:')  
BBBB gettext(u'Who wrote it gave no address.') 
BBBBBBBBBBBBB BBBBBBB
