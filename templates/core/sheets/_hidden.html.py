 #
 #
 #

BBBB BBBB BB
BB BBBBBBBBBBB BB BBBBBBBBBBBB BB BBBBBB BB BBBB
  XXXX XXXXXXXXXXXXX XXXXXX
    BBBB BBBBBBBBBBBBBBBBBBBBBB
    XXXXX
    BB BBBBBBBBBBBXXX ngettext(u'Row %(rows)s is hidden in the file and is read too.', u'Rows %(rows)s are hidden in the file and are read too.', count) 
      SSS SSSSSSSS SS SSSSSS SS SSS SSSS SSS SS SSSS SSSS
    
      PPPP PPPPPPPP PPP PPPPPP PP PPP PPPP PPP PPP PPPP PPPP
    XXXXBBBBB
    BB BBBBBBBBBBBBXXX gettext(u'The sheet %(sheet)s is read. Not read: %(names)s.') 
      SSS SSSSS SSSSSSSSS SS SSSSS SSS SSSSS SSSSSSSSSS
    XXXXBBBBB
    BB BBBBBBXXX ngettext(u'The column %(names)s is not read.', u'The columns %(names)s are not read.', count) 
      SSS SSSSSS SSSSSSSSS SS SSS SSSSS
    
      PPP PPPPPPP PPPPPPPPP PPP PPP PPPPP
    XXXXBBBBB
    BBB BBBBBBBB BB BBBBXXXXXXXBBBBBB
    XXXXXX
  XXXXXX
BBBBB
