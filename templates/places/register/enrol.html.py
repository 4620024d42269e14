BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB BB BBBBBBBBBBBBBBBBBBBB BBBBBB
BBBBB BBBBB gettext(u'Take %(place)s into a programme') SSSS SSSSSSSSS SSSS S SSSSSSSSSBBBBBBBB BBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBBXXBBBBBBBB BBBB
BBBBB BBBBBBB BBBBBBBBBBBBBB BBBBBBBB BB BBBBBBBBBBBBBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Take %(place)s into a programme') SSSS SSSSSSSSS SSSS S SSSSSSSSSXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBB BBBBBBXX XXXXXXXXXXXXXXXXXBBBBBBBBBBBBB BBBB
BBBBB BBBBBBB
  BB BBB BBBBBBB
     gettext(u'No programme to choose') 
     gettext(u'The place takes part in every open programme that you run, or you run none.') 
     gettext(u'Back to the place') 
    XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBBBB BBBBBBXXXXXX
  BBBB BBB BBBBBB
     _("Which programme?") 
      XXX XXXXXXXXXXXXX
        BBB BBBBBB BB BBBBBBB
          XXX XXXXXXXXXXXXXXXXX
            XXXXX
              XXXXXXXXX
              BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBB
            XXXXXX
            XX XXXXXXXXXXX XXXXXXXX gettext(u'Choose') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
          XXXXX
        BBBBBB
      XXXXX
    BBBBBBBB
  BBBB
    BBBBBBBBBBBBB BBBB
    XXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
      BBBBBBBBBB
      XXXX XXXXXXXXXXXXXX
         _("Conditions of the programme") 
          BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBB
        BBBBBBBB
        BB BBBBBBBBBBBB
           _("Commitments") 
            XX XXXXXXXXXXXXX gettext(u'If somebody has promised already, write it here: it then counts for the condition.') XXXX
            BBB BBBBBBB BBBBBB BB BBBBBBBBBBB
              XXXXXXXXX XXXXXXXXXXXXXXXX
                XXXXXXXXXXXXXXXXX
                BBB BBBBB BB BBBBBBFFFFFFFFFFFFFFFBBBBBB
              XXXXXXXXXXX
            BBBBBB
          BBBBBBBB
        BBBBB
         _("Where the place is now") 
          XXXXXXXX XXXXXXXXXXXXXXXXXXBB BBBBBBBBBBBBBBBB XXXXBBBBBX
            XXXXXXXXX gettext(u'The place is under way already') XXXXXXXXXX
            XX XXXXXXXXXXX XXXXXXX gettext(u'The clock counts from the start. The steps before are marked as done before the place was entered here. Nobody gets a letter.') XXXX
            FFFFFFFFFFFFFFF
            BB BBBBBBBBBBBBBBBB
              XXXXXXXXXX
                XXXXXXXXXXXXXXXXX
                BBB BBBBB BB BBBBBBBBBBBBBBBBFFFFFFFFFFFFFFFBBBBBB
              XXXXXXXXXXX
            BBBBB
            FFFFFFFFFFFFFFF
          XXXXXXXXXX
        BBBBBBBB
      XXXXXX
       _("Start") 
        FFFFFFFFFFFFFFF
        BB BBBBBBBBBBBBBBBBBBBBFFFFFFFFFFFFFFFBBBBB
        XXXXXXX XXXXXXXXXX XXXXXXXXXXX XXXXXXX gettext(u'Take the place in') XXXXXXXXX
        XX XXXXXXXXXXXXXXXXXXXX
           ngettext(u'The clock of %(months)s month starts on that day, and the place gets its checklist with due dates.', u'The clock of %(months)s months starts on that day, and the place gets its checklist with due dates.', count) 
              SSS SSSSS SS SSSSSSSSSS SSSSS SSSSSS SS SSSS SSSS SSS SSS SSSSS SSSS SSS SSSSSSSSS SSSS SSS SSSSSS
            
              PPP PPPPP PP PPPPPPPPPP PPPPPP PPPPPP PP PPPP PPPP PPP PPP PPPPP PPPP PPP PPPPPPPPP PPPP PPP PPPPPP
          
          
        XXXX
      BBBBBBBB
    XXXXXXX
  BBBBB
BBBBBBBB BBBBBBB
