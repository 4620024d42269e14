BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBBBBBBB gettext(u'Two-step sign-in') BBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Two-step sign-in') XXXXX
  XX XXXXXXXXXXXXX gettext(u'A second step protects the account even when somebody knows the password.') XXXX
  XXXX XXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXX
      BB BBBBBBBBBB BB BBBBBBBBBBBBBBBBBBB
        XXX XXXXXXXXXXXXXXXXX
          XXXXX
            XXXX gettext(u'Passkeys and security keys') XXXXX
            XX XXXXXXXXXXXXX gettext(u'The fingerprint or face on your phone or computer, or a key that you carry.') XXXX
            BB BBBBBBBBBBBBBBBBBBBBBBB
               ngettext(u'%(total)s key is registered', u'%(total)s keys are registered', count) SSSSSSSSS SSS SS SSSSSSSSSSPPPPPPPPP PPPP PPP PPPPPPPPPP
              BBBB BBBB BBBB
            BBBB
               gettext(u'No key yet') 
              BBBB BBBBB BBBBBBB
            BBBBB
          XXXXXX
          XXXX XXXXXXXXXXXXXXXX
            BB BBBBBBBBBBBBBBBBBBBBBBB
              XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Look after the keys') XXXX
            BBBB
              XX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'Add a passkey') XXXX
            BBBBB
          XXXXXX
        XXXXX
      BBBBB
      BB BBBBBB BB BBBBBBBBBBBBBBBBBBB
        XXX XXXXXXXXXXXXXXXXX
          XXXXX
            XXXX gettext(u'Authenticator app') XXXXX
            XX XXXXXXXXXXXXX gettext(u'An app on your phone shows a new six-digit code every half minute.') XXXX
            BB BBBBBBBBBBBBBBBBBBB
               gettext(u'In use') 
              BBBB BBBB BBBBB
            BBBB
               gettext(u'Not in use') 
              BBBB BBBBB BBBBB
            BBBBB
          XXXXXX
          XXXX XXXXXXXXXXXXXXXX
            BB BBBBBBBBBBBBBBBBBBB
              XX XXXXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBXX gettext(u'Stop using the app') XXXX
            BBBB
              XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Connect an app') XXXX
            BBBBB
          XXXXXX
        XXXXX
      BBBBB
      BB BBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBBB
        BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
          XXX XXXXXXXXXXXXXXXXX
            XXXXX
              XXXX gettext(u'Recovery codes') XXXXX
              XX XXXXXXXXXXXXX gettext(u'Codes on paper, for the day the phone is lost. Each works once.') XXXX
              BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
                 ngettext(u'%(left)s code left', u'%(left)s codes left', count) SSSSSSSS SSSS SSSSPPPPPPPP PPPPP PPPP
                BBBB BBBB BBBBB
              BBBB BBB BBBBBBBBBBBBBB
                XX XXXXXXXXXXX XXXXXXX gettext(u'You get them when a key or an app is in use.') XXXX
              BBBBB
            XXXXXX
            BB BBBBBBBBBBBBBB
              XXXX XXXXXXXXXXXXXXXX
                BB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBB BBBB BBB BBB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
                  XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Show the codes') XXXX
                BBBBB
                XX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Make new codes') XXXX
              XXXXXX
            BBBBB
          XXXXX
        BBBBBBB
      BBBBB
    XXXXX
  XXXXXX
BBBBBBBB BBBBBBB
