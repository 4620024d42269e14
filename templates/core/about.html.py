BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB gettext(u'About placedev') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBXXXX XXXXXXXXXXXBBBBBBBB BBBBBBBBBB
BBBBB BBBBBBBXXXX gettext(u'About placedev') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBB
  XX XXXXXXXXXXXXX gettext(u'A platform on which regions run place-development programmes.') XXXX
BBBBBBBB BBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXX
    XXX
       gettext(u'A village, a small town or an island goes through a process step by step, with a gate in the middle. Local process leaders and coaches write down what was done; programme managers decide at the gate; the report writes itself.') 
        S SSSSSSSS S SSSSS SSSS SS SS SSSSSS SSSS SSSSSSS S SSSSSSS SSSS SS SSSSS SSSS S SSSS SS SSS SSSSSSS SSSSS SSSSSSS SSSSSSS
        SSS SSSSSSS SSSSS SSSS SSSS SSS SSSSS SSSSSSSSS SSSSSSSS SSSSSS SS SSS SSSSS SSS SSSSSS SSSSSS SSSSSSS
      
    XXXX
    XXXX gettext(u'Who may see what') XXXXX
    XXX
       gettext(u'Each region sees its own programmes and places. Within a region you see the places in which you have a role. What you write is kept with your name and the time, and so is every decision.') 
        SSSS SSSSSS SSSS SSS SSS SSSSSSSSSS SSS SSSSSSS SSSSSS S SSSSSS SSS SSS SSS SSSSSS SS SSSSS SSS SSSS S SSSSS SSSS SSS
        SSSSS SS SSSS SSSS SSSS SSSS SSS SSS SSSSS SSS SS SS SSSSS SSSSSSSSS
      
    XXXX
    XXXX gettext(u'Cookies') XXXXX
    XXX gettext(u'We use cookies only for what you ask for: staying signed in, your language and the appearance of pages. There is no tracking.') XXXX
    XXXX gettext(u'Free software') XXXXX
    XXX gettext(u'placedev is free software under the European Union Public Licence 1.2.') XXXX
    BB BBBBBBBXX XXXXXXXXXXXXX gettext(u'Version %(version)s') SSSSSSS SSSSSSSSSSSXXXXBBBBB
  XXXXXX
BBBBBBBB BBBBBBB
