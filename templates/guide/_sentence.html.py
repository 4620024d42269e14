BBBB BBBB
XX XXXXXXXXXXXXX
  BB BBBB BB BBBBBBBBBBBBBBBB gettext(u'You lead the work in the place, step by step. The platform tells what is next and writes the report for you.') 
  BBBB BBBB BB BBBBBBB gettext(u'You follow a dozen places and see at a glance which one needs you today, and why.') 
  BBBB BBBB BB BBBBBBBBBBBBBBBBBBB gettext(u'You run the programme: take places in, decide at the gate, approve claims, and answer to those who pay.') 
  BBBB BBBB BB BBBBBBBBBBBBBBB gettext(u'You set the region up and keep it in order: people, letters, methods and programmes.') 
  BBBB BBBB BB BBBBBBBBBBBBBBBBBBBBBB gettext(u"You are the municipality's ear and hand in the place: you see how it goes and what it asks of you.") 
  BBBB BBBB BB BBBBBBBBBBBBBBB gettext(u'You work for the place together with neighbours. Here are the meetings, the plan, and what you said you would do.') 
  BBBB BBBB BB BBBBBBBBBB gettext(u'You follow places, to learn or to review, and change nothing.') 
  BBBB BBBB BB BBBBBBBBBB gettext(u'You look after the platform itself: regions, letters, backups. What is in the regions is theirs.') 
  BBBBB
XXXX
