 #

BBBB BBBB
XXXX XXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
    XXXXXX gettext(u'State') XXXXXXXXXXXXX gettext(u'Responsible') XXXXXXX
    XXXXXX pgettext(u'of an action', u'Start') XXXXXXXXXXXXX pgettext(u'of an action', u'End') XXXXXXXXXXXXX gettext(u'Cost') XXXXXXX
  XXXXXXXXXXXX
