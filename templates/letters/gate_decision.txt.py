BBBB BBBBBBBBBBBBBB BBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
BB BBBBB BBB BBBBBBBBBBB
 gettext(u'%(phase)s is open from now on. The next step is %(step_after)s.') SSSSSSSSS SS SSSS SSSS SSS SSS SSS SSSS SSSS SS SSSSSSSSSSSSSSS
BBBB BBBBBBBB BB BBBBBBBB
 gettext(u'Complete what is lacking and hand in again.') 
BBBBBBB BBBBBBBBBB
 gettext(u'Conditions') X
BBB BBBBBBBBB BB BBBBBBBBBBX  X gettext(u'by %(date)s at the latest') SS SSSSSSSS SS SSS SSSSSSX
BBBBBBBBBBBBB BBBBBB
 gettext(u'Reasons') X

BBBBB
 gettext(u'Decided by %(who)s on %(date)s.') SSSSSSS SS SSSSSSS SS SSSSSSSSS

 gettext(u'The whole decision is in the attached letter. You find it here too:') 

BBBBBBBBBBBBB
