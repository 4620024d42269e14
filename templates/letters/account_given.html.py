BBBBBBB BBBBBBBBBBBBBBBBBBB
BBBB BBBB BBBBBBB
BBBBB BBBBBBB
  BB BBBBXXX gettext(u'Hello %(name)s,') SSSSS SSSSSSSSSXXXXBBBBB
  BBB BBBBBBBB BB BBBBBBBBBXXXXXXXBBBBBB
  BB BBBBBBBBBB
    XXX gettext(u'You sign in with your address %(address)s. Choose “Send me a code by e-mail”: a code comes by e-mail, and no password is needed.') 
      SSS SSSS SS SSSS SSSS SSSSSSS SSSSSSSSSSSS SSSSSS SSSSS SS S SSSS SS SSSSSSSS S SSSS SSSSS SS SSSSSSS SSS SS SSSSSSSS SS SSSSSSS
    XXXX
    XXX gettext(u'Nothing else is sent to you before you have signed in.') 
      XX XXXXXXBBBBBBBBBBB BBBBBBBBBX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXX gettext(u'I do not want this: decline') XXXXXXXX
  BBBBB
  XXX gettext(u'If you do not know what this is about, answer this letter.') XXXX
BBBBBBBB BBBBBBB
