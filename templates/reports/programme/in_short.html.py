BBBB BBBB
BB BBBBBBBBBBBBBBB
   gettext(u'The programme has no places; it lives by its meetings.') 
   ngettext(u'%(number)s meeting has been held,', u'%(number)s meetings have been held,', count) SSSSSSSSSS SSSSSSS SSS SSSS SSSSSPPPPPPPPPP PPPPPPPP PPPP PPPP PPPPP
   ngettext(u'%(number)s person came.', u'%(number)s persons came.', count) SSSSSSSSSS SSSSSS SSSSSPPPPPPPPPP PPPPPPP PPPPP
   ngettext(u'%(number)s is announced.', u'%(number)s are announced.', count) SSSSSSSSSS SS SSSSSSSSSSPPPPPPPPPP PPP PPPPPPPPPP
BBBB
   ngettext(u'%(number)s place is under way.', u'%(number)s places are under way.', count) SSSSSSSSSS SSSSS SS SSSSS SSSSPPPPPPPPPP PPPPPP PPP PPPPP PPPP
  BB BBBBBBBBBBBB ngettext(u'%(number)s place has finished.', u'%(number)s places have finished.', count) SSSSSSSSSS SSSSS SSS SSSSSSSSSPPPPPPPPPP PPPPPP PPPP PPPPPPPPPBBBBB
  BB BBBBBBBBBBBBBB
     ngettext(u'%(number)s place needs somebody now.', u'%(number)s places need somebody now.', count) SSSSSSSSSS SSSSS SSSSS SSSSSSSS SSSSPPPPPPPPPP PPPPPP PPPP PPPPPPPP PPPP
  BBBB BBBBBBBBBBBBB gettext(u'No place needs somebody now.') 
  BBBBB
BBBBB
