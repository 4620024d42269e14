BBBB BBBB BB
 #

BB BBBBBBBBBBB BB BBB BBBB
  XXXX XXXXXXXXXXXXX XXXXX XXXXXXXXXXXXX
    BBBB BBBBBBBBBBBBBB
    XXXXX
      XXXX gettext(u'Stored by somebody else meanwhile') XXXXX
      XXX XXXXXXXXXXXXXXXXXXXX
        BBB BBB BB BBBBBBBBBBB
          XXXXXXXXX
          XXXBB BBBBBBBBBBBBBBBBBB XXXXXXXBBBBBXFFFFFFFFFFFFXXXXX
        BBBBBB
      XXXXX
      XX XXXXXXXXXXXXXX gettext(u'Your own values stand below. Save to keep yours, or leave the page to keep what is stored.') XXXX
    XXXXXX
  XXXXXX
BBBBB
