 #

BBBB BBBB BB BBBBBBBB
BBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB
  BB BBBBB BB BBBBBBBB
    XXXX XXXXXXXXXXXXX XX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBXXXXX
      XXXX gettext(u'You are coming') XXXXX
      XXX ngettext(u'One seat is yours.', u'%(persons)s seats are yours.', count) SSS SSSS SS SSSSSSPPPPPPPPPPP PPPPP PPP PPPPPPXXXX
    XXXXXXXXXXXX
  BBBB BBBBB BB BBBBBBBBB
    XXXX XXXXXXXXXXXXX XXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBXXXXX
      XXXX gettext(u'You are number %(number)s in the waiting list') SSS SSS SSSSSS SSSSSSSSSS SS SSS SSSSSSS SSSSXXXXX
      XXX ngettext(u'You wait for one seat.', u'You wait for %(persons)s seats.', count) SSS SSSS SSS SSS SSSSSPPP PPPP PPP PPPPPPPPPPP PPPPPP
        BB BBBBBBBBBBBBBBBB gettext(u'We write to you when it is your turn.') BBBB gettext(u'We call you when it is your turn.') BBBBBXXXX
      BB BBBBBBBBBXXX
           ngettext(u'%(left)s seat is free now. If one of you comes, say so below and it is yours.', u'%(left)s seats are free now. If so many of you come, say so below and they are yours.', count) 
              SSSSSSSS SSSS SS SSSS SSSS SS SSS SS SSS SSSSSS SSS SS SSSSS SSS SS SS SSSSSS
            
              PPPPPPPP PPPPP PPP PPPP PPPP PP PP PPPP PP PPP PPPPP PPP PP PPPPP PPP PPPP PPP PPPPPP
          
        XXXXBBBBB
    XXXXXXXXXXXX
  BBBB BBBBB BB BBBBBBB
    XXXX XXXXXXXXXXXXX XX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBXXXXX
      XXXX ngettext(u'There is a seat for you', u'There are %(persons)s seats for you', count) SSSSS SS S SSSS SSS SSSPPPPP PPP PPPPPPPPPPP PPPPP PPP PPPXXXXX
      XXXBB BBBBBBBBBBBBBBBBBBBBBBBB gettext(u'The time to accept is over, but nobody else waits: the seat is still yours if you say yes now.') BBBB
           gettext(u'Kept for you until %(until)s. After that the next in the waiting list is asked.') SSSS SSS SSS SSSSS SSSSSSSSSS SSSSS SSSS SSS SSSS SS SSS SSSSSSS SSSS SS SSSSSSBBBBBXXXX
    XXXXXXXXXXXX
  BBBB BBBBB BB BBBBBBBBBB
    XXXX XXXXXXXXXXXXX XXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBXXXXX
      XXXX gettext(u'The seat that we kept for you has gone to somebody else') XXXXX
      XXX gettext(u'We did not hear from you in time. If you still want to come, say yes again: when a seat is free it is yours, otherwise you wait at the end of the list.') XXXX
    XXXXXXXXXXXX
  BBBB BBBBB BB BBBB
    XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBXXXXXXXXX gettext(u'You are not coming') XXXXXXXX gettext(u'Thank you for telling us.') XXXXXXXXXXXXXXXX
  BBBB BBBBB BB BBBBBBB
    XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBXXXXXXXXX gettext(u'You may come') XXXXXXXX gettext(u'No seat is kept for you. Tell us when you know.') XXXXXXXXXXXXXXXX
  BBBB BBBBB BB BBBBBB
    XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBXXXXXXXXX gettext(u'You have left the list') XXXXXXXX
           gettext(u'You get no more letters about this meeting.') BB BBBBBBBBBBBBBBBBBBB
             gettext(u'If you change your mind, answer below and you are on it again.') BBBBBXXXXXXXXXXXXXXXX
  BBBB BBBBB BB BBBBBBBBBBB
    XXXX XXXXXXXXXXXXX XXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBXXXXXXXXX gettext(u'The meeting is cancelled') XXXXX
        BB BBBBBBBBBBBBBBBBBBBBBBXXXXXXXBBBBBXXX gettext(u'You do not need to do anything.') XXXX
      XXXXXXXXXXXX
  BBBB BBBBB BB BBBBBBBBB
    XXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBB BBBBBBBBXXXXXXXXX gettext(u'The meeting is being planned') XXXXXXXX
           gettext(u'You can answer here as soon as it is announced.') XXXXXXXXXXXXXXXX
  BBBB BBBBB BB BBBBBB
    XXXX XXXXXXXXXXXXX XX XXXXXXXXXXXXXXXXXBBBB BBBBBBXXXXX
      XXXXBB BBBBBBBBBBBBBBBBBBBBBB gettext(u'Thank you for coming') BBBB gettext(u'The meeting is over') BBBBBXXXXX
      BB BBBBBBBBBBBBBBXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBXX gettext(u'Tell us how it was') XXXXXXXXBBBBB
    XXXXXXXXXXXX
  BBBBB
BBBBBBB
