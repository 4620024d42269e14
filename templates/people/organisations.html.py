BBBBBBB BBBBBBBBBBB
BBBB BBBB BB BBBBBB
BBBBB BBBBB gettext(u'Organisations') BBBBBBBB BBBBB
BBBBB BBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Organisations') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'Whom your region works with: municipalities, businesses, associations, funders.') XXXXBBBBBBBB BBBB
BBBBB BBBBBBBXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Add an organisation') XXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBB
   gettext(u'Filter the organisations') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBBBBBBBBB
  XXXX XXXXXXXXX XXXXXXXXXXXXBBBBB BBBBBBBBBBBBXX
  BB BBBBBBBBBBBB
     _("Sector")  _("Contacts")  _("Web page")  _("Organisations by name") 
      XXXXXXX
        BBB BBBBBBBBBBBB BB BBBBBBBBBBBB
          XXXX
            XXX XXXXXXXXXXXX
              XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBXXXXXXBB BBBBBBBBBBBBBBB
                XXXXX XXXXXXXXXXXXXXXXXXXBBBBBBB BBBBBBBBBBBBBBBBBBBBB
                XXXXX XXXXXXXXXX XXXXXX gettext(u'added at %(place)s') SSSSS SS SSSSSSSSSXXXXXXXBBBBBXXXXX
            XXXXXXXXX
            XXX XXXXXXXXXXXX XXXXXX ngettext(u'%(count)s contact', u'%(count)s contacts', count) SSSSSSSSS SSSSSSSPPPPPPPPP PPPPPPPPXXXXX
            XXX XXXXXXXXXXXXXXBB BBBBBBBBBBBBBBBBBBBBXX XXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXBBBBBXXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
    BBBBBBBB
    BBBBBBBBBB BBBBBBBBBBBB
  BBBB
    XXXX XXXXXXXXXXXXXX
      BB BBBBBBBBBBBBBBBB
         gettext(u'No organisation fits') 
         gettext(u'Nothing fits what you asked for.') 
        BBB BBBBBBBBBBBBBBBBBBBBBB BB BBBBBBB
         gettext(u'Show all organisations') 
        BBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBB
      BBBB
         gettext(u'No organisations yet') 
         gettext(u'Here stand those who own, pay and take part: the municipality, the village association, the businesses. A place that starts needs a commitment from three sectors.') 
        BBB BBBBBBBBBBBBBBBBBBBBBBBBB BB BBBBBBB
         gettext(u'Add the first organisation') 
        BBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBB
      BBBBB
    XXXXXX
  BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
