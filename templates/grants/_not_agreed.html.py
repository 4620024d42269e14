BBBB BBBB BB
 gettext(u'No support is agreed yet') 
 gettext(u'When the region has agreed on its support to the place, what is spent is entered here with its receipt, and what is worked by month. Both are needed to claim the money.') 
XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBBBXXXXXX
