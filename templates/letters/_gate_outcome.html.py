 #
 #
BBBB BBBBBB BBBBBBBB BB BBBBBBBBBB gettext(u'%(place)s has passed the gate (%(gate)s, round %(round)s).') 
  SSSSSSSSS SSS SSSSSS SSS SSSS SSSSSSSSSS SSSSS SSSSSSSSSSS
BBBB BBBBBBBB BB BBBBBBBBBBBB gettext(u'%(place)s has passed the gate (%(gate)s, round %(round)s) with conditions.') 
  SSSSSSSSS SSS SSSSSS SSS SSSS SSSSSSSSSS SSSSS SSSSSSSSSS SSSS SSSSSSSSSSS
BBBB BBBBBBBB BB BBBBBBBB gettext(u'The gate of %(place)s (%(gate)s, round %(round)s) is returned for completion.') 
  SSS SSSS SS SSSSSSSSS SSSSSSSSSS SSSSS SSSSSSSSSS SS SSSSSSSS SSS SSSSSSSSSSS
BBBB gettext(u'The decision at the gate of %(place)s (%(gate)s, round %(round)s) is to stop.') 
  SSS SSSSSSSS SS SSS SSSS SS SSSSSSSSS SSSSSSSSSS SSSSS SSSSSSSSSS SS SS SSSSS
BBBBB