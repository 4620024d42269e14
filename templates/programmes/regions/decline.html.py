BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBBBBBBBBBBBBBBBB
BBBBB BBBBB gettext(u'Decline the invitation') BBBBBBBB BBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXBBBBBBBB BBBB
BBBBB BBBBBBBBBBXXXX XXXXXXXXXXXBBBBBBBB BBBBBBBBBB
BBBBB BBBBBBBXXXXBB BBBBBBBBBBBBB BB BBBBBBBBBB gettext(u'You have declined') BBBB BBBBBBBBBBBBB BB BBBBBB gettext(u'Decline the invitation?') BBBB gettext(u'There is nothing to decline') BBBBBXXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXX
      BB BBBBBBBBBBBBB BB BBBBBB
        XXX gettext(u'%(region)s has invited %(address)s:') SSSSSSSSSS SSS SSSSSSS SSSSSSSSSSSSXXXX
        XXXXBBB BBBB BB BBBBBBBBBBBBBXXXXXXXXXBBBBBBXXXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXXXX
          FFFFFF
          XXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXXX gettext(u'Decline') XXXXXXXXX
            XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Accept: sign in') XXXXXXXXXX
          XX XXXXXXXXXXXXXXXXXXXX gettext(u'Whoever invited you is told. Nothing more is sent to your address.') XXXX
        XXXXXXX
      BBBB BBBBBBBBBBBBB BB BBBBBBBBBB
        XX XXXXXXXXXXXXXX gettext(u'%(region)s has been told, and sends nothing more to %(address)s.') SSSSSSSSSS SSS SSSS SSSSS SSS SSSSS SSSSSSS SSSS SS SSSSSSSSSSSSXXXX
        XX XXXXXXXXXXXXX gettext(u'If you change your mind, answer the letter: you can be invited again.') XXXX
      BBBB BBBBBBBBBBBBB BB BBBBBBBBBB
        XXX gettext(u'You have signed in, so the invitation is accepted. To give a role back, write to whoever gave it to you.') XXXX
        XXXXX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXXXXXX
      BBBB
        XXX gettext(u'What you were invited to has ended, or somebody else has taken it.') XXXX
      BBBBB
    XXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
