BBBB BBBB BB BBBBBB
 _("Instalments") 
  BB BBBB
     _("Instalment")  _("Depends on")  _("State")  _("Sum")  _("Instalments") 
      XXXXXXX
        BBB BBB BB BBBB
          XXX XXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXX
              BB BBBBBBBBBBBBBBBBBBBB
                X 
              BBBB
                 gettext(u'Instalment %(number)s') SSSSSSSSSS SSSSSSSSSS
              BBBBB
            XXXXX
            XXXX
              
              BB BBBBBBBBBB BBB BBBBBBBBBBBBBBB BBB BBBBBBBBBBBBBBBBBBBBBB BB BBBBBBBB BBB BBB BBBBBBBB
                XXXXX XXXXXXXXXXXXXX
                    XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBXX
                    BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB gettext(u'Correct the date of the report') BBBB gettext(u'Record that the report arrived') BBBBBXXXXXXXXXXX
              BBBBB
            XXXXX
            XXXX
              BBBB BBBBBBBBB BBBBBBBB
              XXXXX XXXXXXXXXXXXXXXXXXX
              BB BBBBBBBBBB
                XXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXX
                  BBB BBBBB BB BBBBBBBBBB
                    XXXX
                      XX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBBBBXX gettext(u'Claim %(number)s, %(day)s') 
                        SSSSS SSSSSSSSSSS SSSSSSS
                      XXXX XXXXX XXXXXXXXXXXXXXXXXXXX
                    XXXXX
                  BBBBBB
                XXXXX
              BBBBB
            XXXXX
            XXX XXXXXXXXXXXXFFFFFFFFFFFFFFXXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
    BBBBBBBB
  BBBB
    XXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'The support is not divided into instalments yet.') XXXXXXXXXX
  BBBBB
BBBBBBBB
