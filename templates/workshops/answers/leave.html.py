BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Take me off the list') BBBBBBBB BBBBB
BBBBB BBBBBBB BBBBBBBBBBBBBBBBBB BBBBB BB BBBBBBBBBBBBBBBBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Take me off the list') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
  XXXXX XXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
      XXX gettext(u'You get no more letters about this meeting, and what you told us about access and food is erased.') 
        BB BBBBBBBBBBBBBBB gettext(u'Your seat goes to the next person.') BBBBBXXXX
      XXX gettext(u'If you just cannot come this time, answer no instead: you still get the minutes.') XXXX
      XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXX XXXXXXXX gettext(u'Take me off the list') XXXXXXXXXXXXXXX
    XXXXXX
  XXXXXXX
BBBBBBBB BBBBBBB
