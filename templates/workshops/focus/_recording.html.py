BBBB BBBBXBB BBBBBBBBBBBBBBBBBB
   ngettext(u'Deleted after %(days)s day.', u'Deleted after %(days)s days.', count) SSSSSSS SSSSS SSSSSSSS SSSSPPPPPPP PPPPP PPPPPPPP PPPPPBBBBB
