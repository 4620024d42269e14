BBBBBBB BBBBBBBBBBBBBBBBB
BBBB BBBB BBBBB
BBBBB BBBBXX XXXXXXXXXXXXX gettext(u'You run the programme: take places in, decide at the gate, approve claims, and answer to those who pay.') XXXXBBBBBBBB BBBB
BBBBB BBBB
  XXX gettext(u'The overview collects what waits for you. A decision has reasons, conditions and a letter, and keeps the evidence as it was. Whoever approves a claim does not pay it.') 
    SSS SSSSSSSS SSSSSSSS SSSS SSSSS SSS SSSS S SSSSSSSS SSS SSSSSSSS SSSSSSSSSS SSS S SSSSSSS SSS SSSSS SSS SSSSSSSS SS SS SSSS SSSSSSS SSSSSSSS S SSSSS SSSS SSS SSS SSS
  XXXX
BBBBBBBB BBBB
BBBBB BBBBB
   _("Programmes")  gettext(u'Open your programme: method, length of support, partners.') BBBBBB
   _("Place register")  gettext(u'Take in the first place, or all of them from a list. Places half-way come in as they stand.') BBBBBB
   _("People and time")  gettext(u'Name coaches, two for each place, so that they can cover for each other.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBB
   _("Overview")  gettext(u'Gates to decide, conditions that are due, places that have gone quiet, support that ends.') BBBBBB
   _("Money")  gettext(u'Claims to decide and to pay; what was granted, paid and is still missing.') BBBBBB
   _("Outbox")  gettext(u'Letters that did not arrive, and large sendings that wait for a second person.') BBBBBB
BBBBBBBB BBBB
BBBBB BBBBB
   _("Accounts")  gettext(u'Who has a role, who has not signed in yet, who has declined. Reminders go from here, three at most.') BBBBBB
   _("Reports")  gettext(u"The programme's report for the funder, from what is already noted.") BBBBBB
   _("Methods")  gettext(u'Change a draft, publish a version; places under way keep theirs.') BBBBBB
   _("Places and programmes")  gettext(u"What everybody may read. Your programme's public page and its news are written on the programme's own page.") BBBBBB
   _("Organisations")  gettext(u'Organisations and contacts, once for all programmes.') BBBBBB
BBBBBBBB BBBBB
BBBBB BBBBBBBB
   _("The overview: what waits for a decision, and where the places are.") 
   _("The gate: each criterion with its assessment, then the decision.") 
BBBBBBBB BBBBBBBB
