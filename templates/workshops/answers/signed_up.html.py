BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB BBBBBBBB
BBBBB BBBBB gettext(u'Thank you') BBBBBBBB BBBBB
BBBBB BBBBBBBXXXX gettext(u'Thank you') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXXXXXXBBBBBBBB BBBB
BBBBB BBBBBBB
  BB BBBBB
    XXXX XXXXXXXXXXXXX XXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBXXXXXXXXX gettext(u'One step is left') XXXXX
      XXX gettext(u'A letter is on its way to you. Open the link in it and answer how many come: then you have your seats.') XXXXXXXXXXXXXXXX
  BBBB BBBBBBBB
    XXXX XXXXXXXXXXXXX XX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBXXXXXXXXX gettext(u'There is room for you') XXXXX
      XXXBB BBBBBBBB
           gettext(u'You are on the list. Call us if you cannot come.') BBBB gettext(u'A confirmation is on its way to you. You can change your answer by the link in it.') 
        BBBBBXXXXXXXXXXXXXXXX
  BBBB
    XXXX XXXXXXXXXXXXX XXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBXXXXXXXXX gettext(u'You are in the waiting list') XXXXX
      XXXBB BBBBBBBB
           gettext(u'We call you when there is a seat.') BBBB gettext(u'A confirmation is on its way to you. We will write again when there is a seat.') 
        BBBBBXXXXXXXXXXXXXXXX
  BBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  XXXXX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBXX gettext(u'Sign up somebody else') XXXXXXXX
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
