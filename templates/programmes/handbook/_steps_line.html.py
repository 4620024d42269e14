BBBB BBBB BB ngettext(u'%(steps)s step', u'%(steps)s steps', count) SSSSSSSSS SSSSPPPPPPPPP PPPPP X
 ngettext(u'%(months)s month', u'%(months)s months', count) SSSSSSSSSS SSSSSPPPPPPPPPP PPPPPP X
 gettext(u'version %(number)s') SSSSSSS SSSSSSSSSS
