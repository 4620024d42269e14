BBBB BBBB BB
BBBBBBBBBBBBBBBBB BBB BBBBBBBBBBBBBBBB BB BBBBBBBB
BB BBBBBBBBBBBBBBBBBBBB
   gettext(u'%(region)s, version %(number)s, published %(day)s.') 
    SSSSSSSSSSS SSSSSSS SSSSSSSSSSS SSSSSSSSS SSSSSSSS
  
BBBB
   gettext(u'%(region)s, draft of version %(number)s.') SSSSSSSSSSS SSSSS SS SSSSSSS SSSSSSSSSSS
BBBBB
 ngettext(u'%(language)s, %(months)s month.', u'%(language)s, %(months)s months.', count) 
    SSSSSSSSSSSSS SSSSSSSSSS SSSSSS
  
    PPPPPPPPPPPPP PPPPPPPPPP PPPPPPP

