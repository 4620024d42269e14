BBBB BBBBBBBBBBBBBB BBB gettext(u'%(coach)s writes after your contact on %(date)s about %(place)s.') SSSSSSSSS SSSSSS SSSSS SSSS SSSSSSS SS SSSSSSSS SSSSS SSSSSSSSSS
BB BBBBBB

BBBBBBB BBBBBBBBB
 gettext(u'Agreed next step') X
 XFFFFFFFFFFFFFFFFFFFFFFFFX
BBBBB
 gettext(u'The coaching log of the place:') 

BBBBBBBBBBBBB
