BBBB BBBB BB BBBBBBBB
BB BBBBBBBBBBBB
  XXXX XXXXXXXXXXXXX XXXXXXBBBB BBBBBBBBBBBXXX gettext(u'The meeting is cancelled. No invitation leaves any more.') XXXXXXXXXX
BBBB BBBBBBBB
  XXXX XXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBBXXX
       gettext(u'The meeting is being planned. Announce it on its page; then letters can leave.') 
      XX XXXXXXXX gettext(u'To the meeting') XXXXXXXXXXXXXX
BBBB BBBBBBBB
  XXXX XXXXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBBXXXBB BBBBBBBBBBBBBBBB gettext(u'The meeting is over. Minutes and thanks are sent from the minutes.') BBBB gettext(u'The meeting has begun. Minutes and thanks are sent from the minutes.') BBBBBXXXXXXXXXX
BBBB BBBBBBBBBB
  XXXX XXXXXXXXXXXXXXXX XXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
      BB BBB BBBBBBBBBBBBB
        XX XXXXXXXXXXXXXXX gettext(u'Put guests on the list first.') XXXX
        XX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'Add guests') XXXX
      BBBB BBBBBBBBBBB
        XX XXXXXXXXXXXXXXX
           ngettext(u'%(count)s guest has not been invited yet.', u'%(count)s guests have not been invited yet.', count) SSSSSSSSS SSSSS SSS SSS SSSS SSSSSSS SSSSPPPPPPPPP PPPPPP PPPP PPP PPPP PPPPPPP PPPP
        XXXX
        XX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'Write the invitation') XXXX
      BBBB
        XX XXXXXXXXXXXXXXX gettext(u'Everyone with an e-mail address has been invited.') XXXX
        XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBXXXXXXXXXXXXXXXX gettext(u'Write a reminder now') XXXX
      BBBBB
    XXXXXX
  XXXXXX
BBBBB
