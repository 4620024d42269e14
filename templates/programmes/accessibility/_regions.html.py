BBBB BBBB
BB BBBBBBB
  XXXX gettext(u'Statements') XXXXX
  XXX gettext(u'Each region answers for its service here. Its statement says how far the law is followed, what does not work yet, and how you report a fault without signing in.') XXXX
  XXXXBBB BBBBBB BB BBBBBBBXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'Accessibility statement of %(region)s') SSSSSSSSSSSSS SSSSSSSSS SS SSSSSSSSSSXXXXXXXXXBBBBBBXXXXX
BBBBB
