BBBB BBBBBBBBBBBBBB BBB gettext(u'%(by)s has read your time sheet and sent it back with this note:') SSSSSS SSS SSSS SSSS SSSS SSSSS SSS SSSS SS SSSS SSSS SSSS SSSSS



 gettext(u'Change it and hand it in again:') 

BBBBBBBBBBBBB
