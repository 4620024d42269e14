BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB BB BBBBBB
BBBBB BBBBB gettext(u'Adopted plans') X BBBBBBBB BBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBBXXBBBBBBBB BBBB
BBBBB BBBBBBBBB
   gettext(u'Adopted plans') 
  BBBBBBB BBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBB BBBBBBBBBB BBBBBBBBBBBBBBB
BBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXXXXXXXXX
    XX XXXXXXXXXXXXX
      BB BBBBBBBB
         gettext(u'The plan in force was adopted on %(day)s: %(meeting)s.') SSS SSSS SS SSSSS SSS SSSSSSS SS SSSSSSSS SSSSSSSSSSSS
      BBBB gettext(u'No meeting has adopted the plan yet. What you write is a draft until then.') BBBBB
    XXXX
    BB BBBBBBBBB BBB BBB BBBBBXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBXX gettext(u'Adopt the plan') XXXXBBBBB
  XXXXXX
  XXXX XXXXXXXXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXX
      XXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Adopted plans') XXXXX
      BB BBBBBBBB
        XXX XXXXXXXXXXXX XXXX XXXXXXXXXXXXXXX
          BBB BBB BB BBBBBBBB
            XXX XXXXXXXXXXXXXXXXX
              XXXXX
                XXXXXX XXXXXXBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBBBBBBXX gettext(u'Plan %(number)s') SSSS SSSSSSSSSSXXXXXXXXX
                XXXXXXX
                XX XXXXXXXXXXXX XXXXXX
                   gettext(u'Adopted %(day)s') SSSSSSS SSSSSSSBB BBBBBBBBBBBBBBBBBX
                     ngettext(u'%(count)s person there', u'%(count)s people there', count) SSSSSSSSS SSSSSS SSSSSPPPPPPPPP PPPPPP PPPPPBBBBBBB BBBBBBBBBBBX
                    FFFFFFFFFFFFFFFFFBBBBBXXXX
              XXXXXX
              BB BBBBBBBBBBBBBXXXXX XXXXXXXXXX XXXXXX gettext(u'Shared by link') XXXXXXXBBBBB
            XXXXX
          BBBBBB
        XXXXX
      BBBB
         gettext(u'Nothing is adopted yet') 
         gettext(u'When a meeting has said yes, the plan is frozen here with the day and who was there. You then follow it up, compare it with the draft, and share it by link.') 
        XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBXXXXXX
      BBBBB
      BB BBBBBBBB
        XX XXXXXXXXXXXXXXXXXX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBXXXXXXXXXXXXXXXXX gettext(u'What has changed since?') XXXXXXXX
      BBBBB
    XXXXXXXXXX
    XXXX XXXXXXXXXXXXXX
      BB BBBBB
         _("Before it can be adopted") 
          XXX XXXXXXXXXXXXX
            BBB BBBBB BBB BB BBBBBXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBBBB
          XXXXX
        BBBBBBBB
      BBBBB
      BB BBBBBBBBBB
         _("The draft as a file") 
          BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBB
          XX XXXXXXXXXXXX XXXXXX gettext(u'PDF and Word are laid out for the council. Excel has a row for each action and can be read in again.') XXXX
        BBBBBBBB
      BBBBB
      BB BBBBBBBB
         _("From a spreadsheet") 
          XX XXXXXXXXXXXXXX gettext(u'Does the group keep its list in a spreadsheet? Bring it in; you see what it would do before anything is written.') XXXX
          XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBBBBXX gettext(u'Import a list') XXXX
        BBBBBBBB
      BBBBB
    XXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
