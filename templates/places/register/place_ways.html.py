BBBB BBBB BB BBBBBB
 _("Programmes") 
  BB BBBBBBBBBBBBBB
    XXX XXXXXXXXXXXXX
      BBB BBB BB BBBBBBBBBBBBBB
        XXX XXXXXXXXXXXXXXXXX
          XXXXX
            XX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBXXXXXX
            XX XXXXXXXXXXX XXXXXXX
              X
               gettext(u'%(first)s to %(last)s') SSSSSSSSS SS SSSSSSSS
            XXXX
            BB BBBBBBBBBBBBBBBBBBBXX XXXXXXXXXXXXXX
                 gettext(u'Taken in in spite of the conditions: %(reason)s') SSSSS SS SS SSSSS SS SSS SSSSSSSSSSS SSSSSSSSSS
              XXXXBBBBB
          XXXXXX
          BBBBB BBBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBB BBBB
        XXXXX
      BBBBBB
    XXXXX
  BBBB
    XXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'The place has not taken part in a programme yet. What it may join stands beside.') XXXXXXXXXX
  BBBBB
BBBBBBBB
