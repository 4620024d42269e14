BBBBBBB BBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBBBB gettext(u'%(name)s (%(address)s) has declined:') SSSSSSSS SSSSSSSSSSSSS SSS SSSSSSSSS

BBB BBBB BB BBBBBX 
BBBBBBBB BBBB
 gettext(u"In the person's own words:") 

BBBBB
 gettext(u'The roles are taken back, and nothing more is sent to the address. If the person thinks otherwise, an administrator takes the address off the list of blocked addresses; then invite again.') 
BBBBBBBB BBBBBBB
