BBBB BBBB BB BBBBBB
 gettext(u'Last contact') 
 pgettext(u'agreed next step', u'Next') 
BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BB BBBB
  
  BBBBBB BB BBBBBBB ngettext(u'%(count)s place', u'%(count)s places', count) SSSSSSSSS SSSSSPPPPPPPPP PPPPPPBBBBBBBBB
   _("Place")  _("Steps")  _("Support")  _("State") 
    XXXXXXX

    XXXXXXXX
  BBBBBBBB
  BBBBBBBBBB BBBB
  BB BBBBBBBBBBBBBBBBBBBBB
    XX XXXXXXXXXXX XXXXXXX gettext(u'There are more places than these pages show. Narrow the list to see the others.') XXXX
  BBBBB
BBBB
   gettext(u'No place fits') 
   gettext(u'No place is under way with these filters. Look among all places instead.') 
   gettext(u'Show all places') 
  BBB BBBBBBBBBBBBBBBBBB BB BBBBBBB
  XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBXXXXXX
BBBBB
