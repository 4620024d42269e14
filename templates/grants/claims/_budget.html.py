BBBB BBBB BB BBBBBB
 _("Budget and costs in all") 
  XXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXX gettext(u'As it was when the claim was handed in, %(day)s.') SS SS SSS SSSS SSS SSSSS SSS SSSSSS SSS SSSSSSSSXXXXXXXXXX
  XXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Budget as a table') XX
    XXXXXX XXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
      XXXXXXX
        XXXX
          XXX XXXXXXXXXXXX gettext(u'Budget line') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Budget') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Spent') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX gettext(u'This claim') XXXXX
          XXX XXXXXXXXXXX XXXXXXXXXXXX pgettext(u'of the budget', u'Left') XXXXX
        XXXXX
      XXXXXXXX
      XXXXXXX
        BBB BBBB BB BBBBBB
          XXXX
            XXX XXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXXXFFFFFXXXXX
            XXX XXXXXXXXXXXXFFFFFXXXXX
            XXX XXXXXXXXXXXXFFFFFXXXXX
            XXX XXXXXXXXXXXXFFFFFXXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
    XXXXXXXX
  XXXXXX
  BB BBBB
    XXXX XXXXXXXXXXXXXXXXXXX
      XXXX gettext(u'Confirmed hours and kilometres') XXXXX
      XXX XXXXXXXXXXXXXX
        BB BBBBBBBBBBBBBBBBB
          XXXX gettext(u'Process leader') XXXXX
          XXXX gettext(u'%(hours)s hours') SSSSSSSSS SSSSSBB BBBBBBBBBBBBBBBBBX FFFFFFFFFFFFFFBBBBBXXXXX
        BBBBB
        BB BBBBBBBBBBBBBBBBBBBB
          XXXX gettext(u'Volunteers') XXXXX
          XXXX
             gettext(u'%(hours)s hours') 
              SSSSSSSSS SSSSS
            BB BBBBBBBBBBBBBBBBBBBBX  gettext(u'valued at %(value)s') SSSSSS SS SSSSSSSSSBBBBB
          XXXXX
        BBBBB
        BB BBBBBBBBBBBBBBB
          XXXX gettext(u'By car') XXXXX
          XXXX
             gettext(u'%(distance)s km') 
              SSSSSSSSSSSS SS
            BB BBBBBBBBBBBBBBBBBBBBBX FFFFFFFFFFFFFFBBBBB
          XXXXX
        BBBBB
      XXXXX
    XXXXXX
  BBBBB
BBBBBBBB
