BBBBBBB BBBBBBBBBBB
BBBB BBBB BB BBBBBB
BBBBB BBBBB gettext(u'Blocked addresses') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB BBBBBBBBBBBBB BB BBBBBBBB gettext(u'Outbox') BBBBBBBBB BBBBBBBB BBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Blocked addresses') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'These get no letters: they came back, their readers asked for it, or somebody blocked them.') XXXXBBBBBBBB BBBB
BBBBB BBBBBBBXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBXX gettext(u'Block an address') XXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBBB BB BBBBBBBBBBBBBBBB
     gettext(u'Filter the blocked addresses') 
    BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  BBBBB
  XXXX XXXXXXXXX XXXXXXXXXXXXBBBBB BBBBBBBBBBBBXX
  BB BBBBBBBBBBBB
     _("Why")  _("Since")  _("What you can do")  _("Blocked addresses") 
      XXXXXXX
        BBB BBBBBBB BB BBBBBBBBBBBB
          XXXX
            XXX XXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXXXBB BBBBBBBBBBBBBB XXXXX XXXXXXXXXXXXXXXXXXXBBBBBXXXXX
            XXX XXXXXXXXXXX XXXXXXXFFFFFFFFFFBB BBBBBBBBBBBBBBBBBB XXXXX XXXXXXXXXXXXXXXXXXXBBBBBXXXXX
            XXXX
              XX XXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBX
                  XXXXXXXXXXXX gettext(u'Let %(address)s get letters again') SSS SSSSSSSSSSS SSS SSSSSSS SSSSSXX gettext(u'Take off') XXXX
            XXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
    BBBBBBBB
    BBBBBBBBBB BBBBBBBBBBBB
  BBBB
    XXXX XXXXXXXXXXXXXX
      BB BBBBBBBBBBBBBBBB
         gettext(u'No address fits') 
         gettext(u'Nothing in the list fits what you asked for.') 
        BBB BBBBBBBBBBBBBBBBBBBBB BB BBBBBBB
         gettext(u'Show all addresses') 
        BBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBBBB
      BBBB
         gettext(u'No blocked addresses') 
         gettext(u'An address that does not exist lands here by itself when its letter comes back, and so does one whose reader wants no more invitations.') 
        BBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBBBBBBBB
      BBBBB
    XXXXXX
  BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
