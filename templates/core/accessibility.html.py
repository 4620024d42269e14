BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBB gettext(u'Accessibility') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBXXXX XXXXXXXXXXXBBBBBBBB BBBBBBBBBB
BBBBB BBBBBBBXXXX gettext(u'Accessibility') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBB
  XX XXXXXXXXXXXXX gettext(u'Everybody who has a task here shall be able to carry it out.') XXXX
BBBBBBBB BBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXX
    XXX
       gettext(u'placedev is built to follow the Web Content Accessibility Guidelines (WCAG) 2.2 at level AA, which the European standard EN 301 549 and the national laws on digital public service refer to.') 
        SSSSSSSS SS SSSSS SS SSSSSS SSS SSS SSSSSSS SSSSSSSSSSSSS SSSSSSSSSS SSSSSS SSS SS SSSSS SSS SSSSS SSS SSSSSSSS SSSSSSSS
        SS SSS SSS SSS SSS SSSSSSSS SSSS SS SSSSSSS SSSSSS SSSSSSS SSSSS SSS
      
    XXXX
    XXXX gettext(u'What we do') XXXXX
    XXXX
      XXXX gettext(u'Every page works with the keyboard alone and shows where you are.') XXXXX
      XXXX gettext(u'State is told by form and words, never by colour alone.') XXXXX
      XXXX gettext(u'Charts have a description and a table of their numbers.') XXXXX
      XXXX gettext(u'Pages fit a screen 320 pixels wide and can be enlarged to 400 percent.') XXXXX
      XXXX gettext(u'There is a light and a dark appearance, and your own colours and your wish for less motion are respected.') XXXXX
      XXXX gettext(u'Reports are tagged PDF files.') XXXXX
    XXXXX
    XXXX gettext(u'How it is tested') XXXXX
    XXX gettext(u'Every page is tested automatically in three languages at each change, walked by keyboard at three sizes of screen, and read by people.') XXXX
    BBBBBBBBB BBBBBBBBBBBBBBBBBBBB
  XXXXXX
BBBBBBBB BBBBBBB
