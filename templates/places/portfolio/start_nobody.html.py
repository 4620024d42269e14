BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBB BB
BBBBB BBBBB gettext(u'Welcome') BBBBBBBB BBBBB
BBBBB BBBBBBBXXXX gettext(u'Welcome') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXX
     gettext(u'You have no place yet') 
    BB BBBBBBBBBBBBB
       gettext(u"You look after the platform itself. Regions, programmes and roles are set up in the operators' room.") 
      BBB BBBBBBBBBBBBB BB BBBBBBB
       gettext(u"Open the operators' room") 
      BBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBB
    BBBB
       gettext(u'You are signed in as %(address)s, and nobody has given this account a role. Ask the programme manager or the coach of your region to add you with exactly this address. Then your place is here.') SSS SSS SSSSSS SS SS SSSSSSSSSSSS SSS SSSSSS SSS SSSSS SSSS SSSSSSS S SSSSS SSS
        SSS SSSSSSSSS SSSSSSS SS SSS SSSSS SS SSSS SSSSSS SS SSS SSS SSSS SSSSSSS SSSS SSSSSSSS SSSS SSSS SSSSS SS SSSSS
      BBBBBBBBBBB BBBBB BBBB
    BBBBB
    BBBBBBBB BBBBBBBBBBBBBBB BB BBBBB
    BBB BBBB BB BBBBBXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXBBBBBB
  XXXXXX
BBBBBBBB BBBBBBB
