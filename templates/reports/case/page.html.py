BBBBBBB BBBBBBBBBBB
BBBB BBBB BB BBBBBBBBBBB
BBBBB BBBBB gettext(u'The whole case for an auditor')  X BBBBBBBB BBBBB
BBBBB BBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
  XXXXXXXX XXXXXXXXXXXX XXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXX XXXXXXXXXXXXXXXX gettext(u'The whole case for an auditor') XXXXX
    XXX gettext(u'A ZIP file that can be read without this platform and taken into an archive. In it are:') XXXX
    XXXX
      XXXX gettext(u'the signed agreement, its budget and instalments') XXXXX
      XXXX gettext(u'each round at the gate with its frozen evidence and letter') XXXXX
      XXXX gettext(u'each adopted plan, as PDF and as data') XXXXX
      XXXX gettext(u'claims with their receipts, and payments') XXXXX
      XXXX gettext(u'approved reports for a period') XXXXX
      XXXX gettext(u'the evidence at the lines of the steps') XXXXX
      XXXX gettext(u"the place's history, line by line") XXXXX
    XXXXX
    XXX gettext(u'A list names each file with its checksum (SHA-256). Guests of meetings are not in it.') XXXX
    XXX gettext(u"It holds names and receipts of persons: keep it where only those who need it can read it. That you took it out stands in the place's history.") XXXX
    XXXXX XXXXXXXXXXXXXX
      BBBBBBBBBB
      XXXXXXX XXXXXXXXXX XXXXXXXXXXXXXBBBB BBBBBBBBBBBBBBBBBB  gettext(u'Make the file') XXXXXXXXX
    XXXXXXX
  XXXXXXXXXX
BBBBBBBB BBBBBBB
