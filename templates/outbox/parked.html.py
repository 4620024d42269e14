BBBB BBBB BB BBBBBB
XXXXXXXX XXXXXXXXXXXX XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXX
  XXX XXXXXXXXXXXX gettext(u'A backup was restored: letters wait for a decision') XXXXX
  XXX gettext(u'They waited when the backup was made and may have left since. Nothing of it is sent, and no reminder is written, until all of it is decided. Look at the letters that are held back, then let them leave or discard them.') 
    SSSS SSSSSS SSSS SSS SSSSSS SSS SSSS SSS SSS SSSS SSSS SSSSSS SSSSSSS SS SS SS SSSSS SSS SS SSSSSSSS SS SSSSSSSS
    SSSSS SSS SS SS SS SSSSSSSS SSSS SS SSS SSSSSSS SSSS SSS SSSS SSSSS SSSS SSS SSSS SSSSS SS SSSSSSS SSSSS
  XXXX
   _("Region")  _("Backup made")  _("Letters")  _("Sendings")  _("Decide")  _("What waits since the restore") 
    XXXXXXX
      BBB BBB BB BBBBBB
        XXXX
          XXX XXXXXXXXXXXXBB BBBBBBBBBBBBBBBBBBBBBB gettext(u'The platform itself') BBBBBXXXXX
          XXX XXXXXXXXXXXXXXXFFFFFFFFFFX FFFFFFFFFFFFFFFFFFXXXXX
          XXXX ngettext(u'%(count)s letter', u'%(count)s letters', count) SSSSSSSSS SSSSSSPPPPPPPPP PPPPPPPXXXXX
          XXXX ngettext(u'%(count)s sending', u'%(count)s sendings', count) SSSSSSSSS SSSSSSSPPPPPPPPP PPPPPPPPXXXXX
          XXXXXXXX XXXXXXXXXXXXXXXX
            BBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBB BB BBBBBBBBBBB
            BBB BBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBB BB BBBBBBBBBBB
            BBBBBBBBBBB BBBBBBBBBBB BBBBBBBBBBB BBBBBBB gettext(u'Let them leave') BBBBBBBBBBBBBB
            BBBBBBBBBBB BBBBBBBBBBB BBBBBBBBBBB BBBBBBB gettext(u'Discard them') BBBBBBBBBBBBBB
          XXXXXXXXXXX
        XXXXX
      BBBBBB
    XXXXXXXX
  BBBBBBBB
XXXXXXXXXX
