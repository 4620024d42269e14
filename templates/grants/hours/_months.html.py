BBBB BBBB BB BBBBBB
XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
  XXXX XXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXX gettext(u'The place, month by month') XXXXX
    XXXXX XXXXXXXXXXXXXXX XXXXXXXBB BBBBBXX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBXX gettext(u'All hours as a table (XLSX)') XXXXBBBBBXXXXXXX
  XXXXXX
  BB BBBBB
     gettext(u'Hours by month') 
    BBBBBB BB BBBBBBBB gettext(u'Value, %(currency)s') SSSSSS SSSSSSSSSSSSBBBBBBBBB
     gettext(u'People, each time counted')  gettext(u'Kilometres') 
     _("Month")  _("Process leader, hours")  _("Volunteers, hours")  _("State") 
      BBB BBBB BB BBBBB
        XXXXXXX
          BBB BBB BB BBBBBBBBBBB
            XXXX
              XXX XXXXXXXXXXXXXX XXXXXXXXXXXXXFFFFFFFFFFXXFFFFFFF FFFFFFFFFFXXXXXXXXX
              BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
              XXXXBB BBBBBBBBBBBBB gettext(u'Confirmed') BBBB BBBB BBBBBBBB gettext(u'Not confirmed') BBBB BBBBB BBBBBBBBBXXXXX
            XXXXX
          BBBBBB
          XXX XXXXXXXXXXXXX
            XXX XXXXXXXXXXXX gettext(u'%(year)s together') SSSSSSSS SSSSSSSSXXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBB
            XXXXXXXXX
          XXXXX
        XXXXXXXX
      BBBBBB
      BB BBBBBBBBBBBB B B
        XXXXXXX
          XXXX
            XXX XXXXXXXXXXXX gettext(u'In all') XXXXX
            BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB
            XXXXXXXXX
          XXXXX
        XXXXXXXX
      BBBBB
    BBBBBBBB
  BBBB
     gettext(u'No hours yet') 
     gettext(u"Here the hours of the process leader and of volunteers add up, month by month, with what they are worth. Volunteer hours count as the place's own part when money is asked for.") 
      SSSS SSS SSSSS SS SSS SSSSSSS SSSSSS SSS SS SSSSSSSSSS SSS SSS SSSSS SS SSSSSS SSSS SSSS SSSS SSS SSSSSS SSSSSSSSS SSSSS SSSSS SS SSS
      SSSSSSS SSS SSSS SSSS SSSSS SS SSSSS SSSS
    
    XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBXXXXXX
  BBBBB
XXXXXXXXXX
