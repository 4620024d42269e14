BBBB BBBB BB
 gettext(u'No meetings yet') 
 gettext(u'Everyone can see here which meetings the programme holds, when, and how far each has come. Plan the first one, or a series of them.') 
BB BBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBBBBBBBB BB BBBBBBB gettext(u'Plan a meeting') BBBBB
XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBB BBBBBBBBBBBBBBBBBBXXXXXX
