BBBB BBBB BB BBBBBBBBBBBBBBBBBBBB BBBBBB
 _("End the support") 
  XX XXXXXXXXXXXX XXXXXX gettext(u'The place keeps its plan and all that it wrote. It leaves the list of places under way, and the follow-ups begin.') XXXX
  XXXXXXXX XXXXXXXXXXXXXXXXXXBB BBBBBBBBBBBBBBBBB XXXXBBBBBX
    XXXXXXXXX gettext(u'End the support of this place') XXXXXXXXXX
    XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBX XXXXXXXXXXX
      BBBBBBBBBB
      FFFFFF
      XXXXXXX XXXXXXXXXXXX gettext(u'End the support') XXXXXXXXX
      XX XXXXXXXXXXXXXXXXXXXX gettext(u'Before its last day the support ends only with a reason.') XXXX
    XXXXXXX
  XXXXXXXXXX
BBBBBBBB
