BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB BB BBBBBB
BBBBB BBBBB gettext(u'Funding sources') BBBBBBBB BBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBXXBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Funding sources') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'Where money for actions can come from: who may apply, for what, how much and by when.') XXXXBBBBBBBB BBBB
BBBBB BBBBBBBBB BBBBBBBBBBXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'Add a source') XXXXBBBBBBBBBBBBB BBBBBBB
BBBBB BBBBBBB
  BB BBB BBB
     gettext(u'No sources yet') 
    BB BBBBBBBBBB
       gettext(u"Here stand Leader, the region's service funds, foundations, the municipality's pools, and the village's own cash and hours. Places look for what fits their actions.") 
      BBB BBBBBBBBBBBBBBBBBB BB BBBBBBB
       gettext(u'Add the first source') 
      XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBBXXXXXX
    BBBB
       gettext(u'Those who run the region write down here where money can come from.') 
      XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBBBBBBXXXXXX
    BBBBB
  BBBB
    XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXX
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
    XXXXXXX
    BB BBBBBBBBBBBBBBBB
       _("Source")  _("How much")  _("When")  _("Whose")  _("Funding sources, the next deadline first") 
        XXXXXXX
          BBB BBB BB BBBBBBBBBBBBBBBB
            XXXX
              XXX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBB BBBBBBBBBBBBBXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
              XXX XXXXXXXXXXXXXXBB BBBBBBBBBBBBXXXXX XXXXXXXXXXXXX gettext(u'Not said') XXXXXXXBBBBBXXXXX
              XXXXBBBB BBBBBBBBBB BBBBBBBBBBXXXXX
              XXX XXXXXXXXXXXXXXBB BBBBBBBBBBBBBBBBB XXXXX XXXXXXXXXX XXXXXX gettext(u'Shared to all') XXXXXXXBBBBBXXXXX
            XXXXX
          BBBBBB
        XXXXXXXX
      BBBBBBBB
      BBBBBBBBBB BBBB
    BBBB
       gettext(u'No source fits') 
       gettext(u'Nothing in the register fits what you chose.') 
      BBB BBBBBBBBBBBBBBB BB BBBBBBB
       gettext(u'Show the whole register') 
      XXXX XXXXXXXXXXXXXXBBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBBBBXXXXXX
    BBBBB
  BBBBB
BBBBBBBB BBBBBBB
