BBBBBBB BBBBBBBBBBB
BBBB BBBB BB
BBBBB BBBBB gettext(u'Accessibility statement') X BBBBBBBB BBBBB
BBBBB BBBBBBBBBBXXXX XXXXXXXXXXXBBBBBBBB BBBBBBBBBB
BBBBB BBBBBBB BBBBBBBBBBBBBBBBBBBB BB BBBBBBBB gettext(u'Accessibility') BBBBBBBBB BBBBBBBB BBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Accessibility statement') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'%(actor)s answers for placedev, the service on this address.') SSSSSSSSS SSSSSSS SSS SSSSSSSSS SSS SSSSSSS SS SSSS SSSSSSSSXXXXBBBBBBBB BBBB
BBBBB BBBBBBBBB BBBBBBBBXX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBXX gettext(u'Change the statement') XXXXBBBBBBBBBBBBB BBBBBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXX
    XXX
       gettext(u'Everybody who has a task here shall be able to carry it out. This page says how far the service follows the law on the accessibility of public digital services, what does not work yet, and how you report faults.') 
        SSSSSSSSS SSS SSS S SSSS SSSS SSSSS SS SSSS SS SSSSS SS SSSS SSSS SSSS SSSS SSS SSS SSS SSSSSSS SSSSSSS SSS SSS SS SSS
        SSSSSSSSSSSSS SS SSSSSS SSSSSSS SSSSSSSSS SSSS SSSS SSS SSSS SSSS SSS SSS SSS SSSSSS SSSSSSS
      
      XXXXXX XXXXXXXXXXXXXXXX
    XXXX
    XXXX gettext(u'How far the law is followed') XXXXX
    XXXXXXXXXXXXXXXXXXXXX
       gettext(u'Measured against the Web Content Accessibility Guidelines (WCAG) at level AA and the European standard EN 301 549.') XXXX
    XXXX gettext(u'What does not work yet') XXXXX
    XXXX
      BBB BBBBBBB BB BBBBBBBBXXX XXXXXXXXXXXXXBBBBBB
      XXXX gettext(u'Files that people have uploaded as evidence are shown as they were handed in. Some are photos or scanned pages without text.') XXXXX
      XXXX gettext(u'Drawings in PDF files have a short description; their values stand in a table on the page, and not always in the file.') XXXXX
      XXXX gettext(u'Users of screen readers have not tested the service yet.') XXXXX
    XXXXX
    XXX gettext(u'If you need something in another form, report it as below: you get it from the region.') XXXX
    BB BBBBBBBBBB
      XXXX gettext(u'What is excepted') XXXXX
      XXXXBBB BBBBBBBBB BB BBBBBBBBBBXXX XXXXXXXXXXXXXBBBBBBXXXXX
    BBBBB
    XXXX gettext(u'Report a fault') XXXXX
    XXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'Report what does not work for you') XXXXX
       gettext(u'You need not sign in or say who you are.') XXXX
    BB BBBBB BB BBBBBBBBBBBBBBBBBBBBBBB
      XXX
        BB BBBBB gettext(u'E-mail') X XX XXXXXXXXXXXXXXXXXXXBBBBBBB BBBBB BBB BBBBBBBBBBBBBBBBBBBBBBBXXXXBBBBB
        BB BBBBBBBBBBBBBBBBBBBBBBB gettext(u'Phone') X BBBBB
      XXXX
    BBBBB
    XXXX gettext(u'Who supervises') XXXXX
    XXX gettext(u'If you are not content with the answer, or get none, turn to the authority that supervises.') XXXX
    XXXXXXXX XXXXXXXX
      
      BB BBBBBBBBBBBBBBBBBXXXXBBBBB
      BB BBBBBBBBBBBBBBBXXXXXX XXXXXXXXXXXXXXXXXXXBBBBB
      BB BBBBBBBBBBBBBBBXXXXBBBBB
    XXXXXXXXXX
    XXXXX XXXXXXXX gettext(u'How you complain to the authority') XXXXXXXX
    XXXX gettext(u'How it was assessed') XXXXX
    XXX XXXXXXXXXXXXXX
      XXXX gettext(u'How') XXXXXXXXXXXXXX
      XXXX gettext(u'Assessed on') XXXXXXXX XXXXXXXXXXXXFFFFFFFFFFXXXXX
      XXXX gettext(u'Statement updated on') XXXXXXXX XXXXXXXXXXXXFFFFFFFFFFXXXXX
      BB BBBBBBBBBBBBBBBBBBBBBBBXXXX gettext(u'In the WAS-Tool') XXXXXXXXXXX XXXXXXXXXXXXXXXXXBBBBB
    XXXXX
    XXX gettext(u'Every page is tested automatically in three languages at each change, walked by keyboard at three sizes of screen, and read by people.') XXXX
  XXXXXX
BBBBBBBB BBBBBBB
