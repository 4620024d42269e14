BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB
  XXX ngettext(u'%(by)s wants to send %(count)s letter about %(meeting)s.', u'%(by)s wants to send %(count)s letters about %(meeting)s.', count) 
      SSSSSS SSSSS SS SSSS SSSSSSSSS SSSSSS SSSSS SSSSSSSSSSSS
    
      PPPPPP PPPPP PP PPPP PPPPPPPPP PPPPPPP PPPPP PPPPPPPPPPPP
  XXXX
  XXX gettext(u'Big sendings are read by a second person before they leave. Until then they wait.') XXXX
BBBBBBBB BBBBBBB
