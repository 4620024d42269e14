BBBB BBBB BB BBBBBB
 _("What did not arrive") 
  BB BBBBBBBB
   _("To")  _("State")  _("Why")  _("Letters that did not arrive") 
    XXXXXXX
      BBB BBBBBBB BBBBB BB BBBBBBBB
        XXXX
          XXX XXXXXXXXXXXXXX XXXXXXXXXXXXXXXXX
          XXXXBBBB BBBBB BBBBBBBBBBBBBBBBBBBBBBBBXXXXX
          XXX XXXXXXXXXXXX XXXXXXFFFFFFFFFFFXXXXX
        XXXXX
      BBBBBB
    XXXXXXXX
  BBBBBBBB
  BBBBB
  BB BBBBBBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXXXXXXXX XXXXX XXXXXX
       ngettext(u"%(letters)s letter to somebody's own list did not arrive. Only the list's owner sees to whom.", u"%(letters)s letters to somebody's own list did not arrive. Only the list's owner sees to whom.", count) 
          SSSSSSSSSSS SSSSSS SS SSSSSSSSSS SSS SSSS SSS SSS SSSSSSS SSSS SSS SSSSSS SSSSS SSSS SS SSSSS
        
          PPPPPPPPPPP PPPPPPP PP PPPPPPPPPP PPP PPPP PPP PPP PPPPPPP PPPP PPP PPPPPP PPPPP PPPP PP PPPPP
      
    XXXX
  BBBBB
  BB BBBBBBBBBBBBB B BBBBBBBBBBBBBBB BBB BBBBBB
    XXXX XXXXXXXXXXXXXXXXXXX
      XX XXXXXXBBB BBBBBBBBBBBBBXXXXXXXXXXX ngettext(u'Show all %(letters)s', u'Show all %(letters)s', count) 
          SSSS SSS SSSSSSSSSSS
        
          PPPP PPP PPPPPPPPPPP
      XXXX
    XXXXXX
  BBBBB
BBBBBBBB
