BBBB BBBB BB BBBBBB
XXXX XXXXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXX
     XXXXXXXXXXXXXXXXXX gettext(u'Keep that') X XXXXXXXXXXXXXXXX gettext(u'Save mine') X XXXXXXXXXXX gettext(u'Kept as it was') X
     XXXXXXXXXXX gettext(u'This is no longer here or no longer yours to change. Copy what you wrote and load the page again.') XXXXXXXX
XXXX XXXXXXXXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
      XXX XXXXXXXXXXXXX XXXXXXXXXXXXXX
      XX XXXXXXXXXXXXX
          XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBXX ngettext(u'Show all evidence (%(files)s file)', u'Show all evidence (%(files)s files)', count) 
              SSSS SSS SSSSSSSS SSSSSSSSSS SSSSS
            
              PPPP PPP PPPPPPPP PPPPPPPPPP PPPPPP
          XXXX
    XXXXXX
    BB BBBBBBBBBBBBBB
      XXXX XXXXXXXXXXXXXXXXXXXXX
        XX XXXXXXXXXXXX XXXXXX gettext(u'Message from %(who)s') SSSSSSS SSSS SSSSSSSXXXX
        XXXX XXXXXXXXXXXXXXFFFFFFFFFFXXXXXX
      XXXXXX
    BBBBB
    XXX XXXXXXXXXXXXX
      BBB BBB BB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXX
  XXXXXXXXXX
  XXXX XXXXXXXXXXXXXX
     pgettext(u'what is decided at the gate', u'Decision') 
    BBBBB BBBBBBBBBB BBBBBBBBBBB
      BB BBBBBBBBBB BBB BBB BBBBBBBBB BBB BBB BBBBBBBBBB
        BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
      BBBB BBBBBBBBB BBB BBBBBBBBBB
        XXX gettext(u'You handed in this round, so somebody else must decide it.') XXXX
      BBBB BBBBBBBBBB
        XXXXXXX
      BBBB
        XXX gettext(u'The round is waiting for a decision by somebody who runs the programme.') XXXX
        BB BBBBBBBBBBBBBXX XXXXXXXXXXXXXXXXXXXX gettext(u'Who decides:')  XXXXBBBBB
      BBBBB
      BB BBB BBBBBBBBBB BB BBBBBBBBB BB BBBBBBBBBB
        BB BBBBBBBXX XXXXXXXXXXXXXXXXXXXXXXXXBBBBB
      BBBBB
    BBBBBBBB
    BB BBBBBBBBBBBB
       _("Something missing?") 
        XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBXX
          BBBBBBBBBB
          XXXXXXX XXXXXXXXXX XXXXXXX gettext(u'Take back') XXXXXXXXX
        XXXXXXX
        XX XXXXXXXXXXXXXXXXXXXX gettext(u'As long as nothing is decided you can take the round back, complete the checklist and hand in again. The round stays in the list.') XXXX
      BBBBBBBB
    BBBBB
  XXXXXX
XXXXXX
