BBBBBBB BBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBBB
BBBBB BBBBBBBBB BBBB gettext(u'Hello %(name)s,') SSSSS SSSSSSSSS

BBBBBBBB BBBBBBBB BB BBBBBBBBB

BBBBBBBB BBBBBBBBBB gettext(u'You sign in with your address %(address)s. Choose “Send me a code by e-mail”: a code comes by e-mail, and no password is needed.') 
SSS SSSS SS SSSS SSSS SSSSSSS SSSSSSSSSSSS SSSSSS SSSSS SS S SSSS SS SSSSSSSS S SSSS SSSSS SS SSSSSSS SSS SS SSSSSSSS SS SSSSSSS


 gettext(u'Nothing else is sent to you before you have signed in. If you do not want this, decline here:') SSSSSSS SSSS SS SSSS SS SSS SSSSSS SSS SSSS SSSSSS SSS SS SSS SS SSS SSSS SSSSS SSSSSSS SSSSS
BBBBBBBBBBB BBBBBBBBB

BBBBB gettext(u'If you do not know what this is about, answer this letter.') 
BBBBBBBB BBBBBBB
