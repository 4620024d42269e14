BBBB BBBB BB BBBBBB
 pgettext(u'who carries on', u'Settled?') 
BBBBB BBBBBBBB BBBBBBBBBBB
  BB BBBBBBBBBBBBBBB
    XXX gettext(u'Settled %(day)s') SSSSSSS SSSSSSSBBBB BBBB BBBBBBBXXXX
    XX XXXXXXXXXXX XXXXXXX gettext(u'If you clear a part, it is no longer settled.') XXXX
  BBBB
    BB BBBBBBB
      XXX gettext(u'Missing:') XXXX
      XXX XXXXXXXXXXXXXXXXXXXXXXBBB BBBB BB BBBBBBBXXXXXX XXXXXXXXXXXXXXXXXXBBBBBBXXXXX
    BBBBB
    BB BBBBBBBBBB
      XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBXX
        BBBBBBBBBB
        XXXXXXX XXXXXXXXXX XXXXXXXXXXXXBB BBBBBBB XXXXXXXXBBBBBX gettext(u'Settle who carries on') XXXXXXXXX
        XX XXXXXXXXXXXXXXXXXXXX
          BB BBBBBBB
             gettext(u'You can settle it when nothing is missing.') 
          BBBB
             gettext(u'The place then no longer needs attention for this.') 
          BBBBB
        XXXX
      XXXXXXX
    BBBB
      XX XXXXXXXXXXX XXXXXXX gettext(u'The process leader or those who run the programme settle it.') XXXX
    BBBBB
  BBBBB
BBBBBBBB
