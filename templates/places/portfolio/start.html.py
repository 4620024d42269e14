BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBB BBBBBB BB
BBBBB BBBBB gettext(u'From a first meeting to a place that carries on') BBBBBBBB BBBBB
BBBBB BBBB
  XXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBXX
  XXXXX XXXXXXXXXXXXXXXXXX
        XXXXXXXXX gettext(u'The workroom for local place development: villages, small towns and islands take six steps together with a coach, and the report gets written on the way.') XX
BBBBBBBB BBBB
BBBBB BBBBBBBBBBXXXXXBBBBBBBB BBBBBBBBBB
BBBBB BBBBBBBBBBBBBBBBB BBBBBBBBB
BBBBB BBBBBBB
  BBBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBB
  XXXXXXXX XXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
      XXXX gettext(u'From a first meeting to a place that carries on') XXXXX
      XXXXX
        XX XXXXXXXXXXXXXXXXXXX
           gettext(u'placedev is the workroom for local place development: villages, small towns and islands take six steps together with a coach, and the report gets written on the way.') 
            SSSSSSSS SS SSS SSSSSSSS SSS SSSSS SSSSS SSSSSSSSSSSS SSSSSSSSS SSSSS SSSSS SSS SSSSSSS SSSS SSS SSSSS SSSSSSSS SSSS S SSSSSS SSS SSS SSSSSS SSSS SSSSSSS SS SSS SSSS
          
        XXXX
        XX XXXXXXXXXXXXXXXXXXXXXX
          BBBBBBBB BBBBBBBBBBBBBBBB BB BBBBB
          BBB BBBB BB BBBBBXX XXXXXXXBB BBBBBBBBBBBBBXXX XXXXXXXXXXX XXXXXXBBBBXXXXXXXXXXBBBBBX XXXXXXXXXXXXBBBBBB
          XX XXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXX
        XXXX
      XXXXXX
    XXXXXX
    XXXX XXXXXXXXXXXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBX XXXXXX XXXXXXXXXXXX XXXXXXXXXXXXX
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXX gettext(u'For whom') XX
    XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXX
      XXXXXXXXX gettext(u'You lead the process') XXXXXXXX gettext(u'The checklist fits in the phone, saves by itself and says what comes next.') XXXXXXXXXX
      XXXXXXXXX gettext(u'You coach') XXXXXXXX gettext(u'In the morning you see which place needs a call, and why.') XXXXXXXXXX
      XXXXXXXXX gettext(u'You run the programme') XXXXXXXX gettext(u'Decisions, conditions and payments hang together. The report to the funder writes itself.') XXXXXXXXXX
      XXXXXXXXX gettext(u'You are the municipality') XXXXXXXX gettext(u"Your promise, the village's questions and the adopted plan are in one place.") XXXXXXXXXX
    XXXXXX
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXX
      XXXX XXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXX gettext(u'Six steps, with a gate in the middle') XXXXX
        XX XXXXXXXXXXXXX
           gettext(u'Without support, a survey and an analysis, agreeing on a picture of the future is hard. So somebody else than who handed in decides whether the place goes on.') XXXXXXXXXX
      XXX XXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  gettext(u'Anchoring') XXXXXXXX
           gettext(u'The right people know what is going on, want to take part and have said yes.') XXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  gettext(u'Mapping') XXXXXXXX
           gettext(u'All start from the same facts about the place.') XXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  gettext(u'Analysis') XXXXXXXX
           gettext(u'You agree on what the facts mean and which questions matter most.') XXXXXXXXX
        XXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Gate') XXXXXXXX gettext(u'Go on, with or without conditions, return or end.') XXXXXXXXX
        XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  gettext(u'Shared target picture') XXXXXXXX
           gettext(u'The place has a picture of its future that many stand behind.') XXXXXXXXX
        XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  gettext(u'Plan of action') XXXXXXXX
           gettext(u'Each goal has something to do, somebody in charge and a way to the money.') XXXXXXXXX
        XXXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXX  gettext(u'Lasting organisation') XXXXXXXX
           gettext(u'The work goes on when the support ends.') XXXXXXXXX
      XXXXX
      XX XXXXXXXXXXX XXXXXXX gettext(u'You have a method of your own, with four phases and no gate? Write it into the tool instead.') XXXX
    XXXXXX
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXX
      XXX XXXXXXXXXXXXXXXXX gettext(u'What you leave behind') XXXXX
      XXX XXXXXXXXXXXXXXXXXXX
        XXXXXXXXX gettext(u'The spreadsheet with all places') XXXXXXXXX gettext(u'The list of places, which begins with the one that needs a call today.') XXXXXXXXXXX
        XXXXXXXXX gettext(u'The mail thread with attachments') XXXXXXXXX
           gettext(u'Invitation, answers, waiting list and reminders, and minutes in which decisions become tasks.') XXXXXXXXXXX
        XXXXXXXXX gettext(u'The document template for progress reports') XXXXXXXXX gettext(u'The report is written from what you have done. Read, correct, hand in.') XXXXXXXXXXX
        XXXXXXXXX gettext(u'The binder that leaves with the person') XXXXXXXXX gettext(u'History, contacts and plan stay when somebody leaves or the support ends.') XXXXXXXXXXX
      XXXXX
    XXXXXX
  XXXXXXXXXX
  XXXXXXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXXXX
      XXX XXXXXXXXXXXXXXXXX gettext(u'This is how it looks') XXXXX
      XXXX XXXXXXXXXXXXXXXXXXXX
        BBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
          XXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBX XXXXXX XXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
             gettext(u'Who needs me today?') XXXXXXXXX  gettext(u"The coach's list: one sentence a place, no code to read.") XXXXXXXXXXXXXXXXXXXXXX
          XXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBX XXXXXX XXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
             gettext(u'A step in the pocket') XXXXXXXXX  gettext(u"The process leader's checklist, made for the thumb.") XXXXXXXXXXXXXXXXXXXXXX
          XXXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBBBBBBBBBBX XXXXXX XXXXXXXXXXXX XXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
             gettext(u'A decision that can be read afterwards') XXXXXXXXX  gettext(u'Reasons, conditions and documents are kept as they were.') XXXXXXXXXXXXXXXXXXXXXX
        BBBBBBB
      XXXXXX
    XXXXXX
  XXXXXXXXXX
  BBBBBBBBB BBBBBBBBBBBBBB
  XXXXXXXX XXXXXXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXXXX
    XXXX XXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX
      XXX XXXXXXXXXXXXXXXXX gettext(u'How you begin') XXXXX
      XXXX
        XXXXXXXXXXXX gettext(u'Look at it') XXXXXXXXX  gettext(u'Read how it works for your role, or try it with made-up people.')  XX XXXXXXBBB BBBBBBBBBBBBXX
           gettext(u'About placedev') XXXXXXXXX
        XXXXXXXXXXXX gettext(u'Put in your places') XXXXXXXXX  gettext(u'Paste them from the spreadsheet. The tool asks only for what is missing.') XXXXX
        XXXXXXXXXXXX gettext(u'Invite the process leaders') XXXXXXXXX  gettext(u'They get a link, sign in on the phone and see their first step.') XXXXX
      XXXXX
      BB BBBBBBBXXX gettext(u'Rather talk? Write to <a href="mailto:%(contact)s">%(contact)s</a> and we ring you.') SSSSSS SSSSS SSSSS SS SS SSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSSS SSS SS SSSS SSSSXXXXBBBBB
    XXXXXX
  XXXXXXXXXX
BBBBBBBB BBBBBBB
