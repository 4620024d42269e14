BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'Send again') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXXXX
    XXXX gettext(u'Please send that again') XXXXX
    XX XXXXXXXXXXXXX gettext(u'The page had been open for so long, or you had signed out in another tab, that we could not be sure it was you. Nothing was saved.') XXXX
    XXXX
      XXXX gettext(u"Go back with your browser's back button: what you wrote is still in the form.") XXXXX
      XXXX gettext(u'Copy longer texts to be on the safe side.') XXXXX
      XXXX gettext(u'Load the page again, sign in if you are asked to, and send.') XXXXX
    XXXXX
    XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXXXX gettext(u'To the start page') XXXXXXXXXX
    BB BBBBBBBBBBBBBBBBBB
      BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
        XX XXXXXXXXXXX XXXXXXX gettext(u'If you ask for help, give this number: <span class="num strong">%(request_id)s</span>') SS SSS SSS SSS SSSSS SSSS SSSS SSSSSSS SSSSS SSSSSSSSSS SSSSSSSSSSSSSSSSSSSSSSSSSSSSSXXXX
      BBBBBBB
    BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
