BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB
  XXX ngettext(u"It is %(months)s month since the region's support to %(place)s ended.", u"It is %(months)s months since the region's support to %(place)s ended.", count) 
      SS SS SSSSSSSSSS SSSSS SSSSS SSS SSSSSSSS SSSSSSS SS SSSSSSSSS SSSSSS
    
      PP PP PPPPPPPPPP PPPPPP PPPPP PPP PPPPPPPP PPPPPPP PP PPPPPPPPP PPPPPP
    gettext(u'How is it going? What lives on, and what has stopped?') XXXX
  XXX gettext(u'The form takes five minutes and needs no sign-in. The link opens this one form, and you can correct your answer by it until %(until)s.') 
    SSS SSSS SSSSS SSSS SSSSSSS SSS SSSSS SS SSSSSSSS SSS SSSS SSSSS SSSS SSS SSSSS SSS SSS SSS SSSSSSS SSSS SSSSSS SS SS
    SSSSS SSSSSSSSSS
  XXXX
BBBBBBBB BBBBBBB
BBBBB BBB gettext(u'You get this letter because you are the contact person for %(place)s.') SSS SSS SSSS SSSSSS SSSSSSS SSS SSS SSS SSSSSSS SSSSSS SSS SSSSSSSSSSBBBBBBBB BBB
