BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB BB BBBBBB
BBBBB BBBBB gettext(u'My calendars') BBBBBBBB BBBBB
BBBBB BBBBXXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBBBBXXBBBBBBBB BBBB
BBBBB BBBB
  BBB BBBBBBBBBBBBBBBB BB BBBBBBBB gettext(u'Meetings') 
  BBBBBBBBB BBBBBBBB BBBBBBBBBB
BBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'My calendars') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBB
  XX XXXXXXXXXXXXX gettext(u'See the meetings in your own calendar program. You subscribe once; changes and cancellations come by themselves.') XXXX
BBBBBBBB BBBB
BBBBB BBBBBBB
  XXXX XXXXXXXXXXXXXXXX
    XXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXXX
      XXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX gettext(u'Calendars') XXXXX
      XXX XXXXXXXXXXX XXXXXXXXXXX
        BBB BBB BB BBBB
          XXX XXXXXXXXXXXXXXXXBB BBBBBBBB XXXXXXXXXXBBBBBX
            XXX XXXXXXXXXXXXXXXXX
            XX XXXXXXXXXXX XXXXXXXXXXX
            BB BBBBBBBB
              BB BBBBBBBB
                XXXX XXXXXXXXXXXXXXXXXXXXX
                  XXXXXX XXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXXX gettext(u'Secret address of %(name)s') SSSSSS SSSSSSS SS SSSSSSSSXXXXXXXX
                  XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXX XXXXXXXXX
                  XXXXXXX XXXXXXXXXXX XXXXXXXXXXXXX XXXXXX XXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXX gettext(u'Copied') XX gettext(u'Copy') XXXXXXXXX
                XXXXXX
              BBBBB
              XX XXXXXXXXXXXXXXXX XXXXXXX
                BB BBBBBBBB
                  XX XXXXXXXX gettext(u'Open in my calendar program') XXXX
                  XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'Make a new address') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
                BBBBB
                XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBXX gettext(u'End this calendar') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXX
                BB BBBBBBBB
                  XXXXX XXXXXXXXXXXXX
                    BB BBBBBBBBBBBBBBBB gettext(u'Last read %(when)s') SSSS SSSS SSSSSSSS
                    BBBB gettext(u'Not read by any program yet') BBBBB
                  XXXXXXX
                BBBBB
              XXXX
            BBBB
              XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBXX
                BBBBBBBBBB
                XXXXXX XXXXXXXXXXXXX XXXXXXXXXXX XXXXXXXXX
                XXXXXX XXXXXXXXXXXXX XXXXXXXXX XXXXXXXXX
                XXXXXXX XXXXXXXXXXBB BBBBBBBBBBBBB XXXXXXXXXXXBBBBBX XXXXXXXXXXXXXXXXXXXXXXXXXX gettext(u'Make an address') XXXXXXXXX
              XXXXXXX
            BBBBB
          XXXXX
        BBBBBB
      XXXXX
    XXXXXXXXXX
    XXXX XXXXXXXXXXXXXX
       _("How to subscribe") 
        XXXX XXXXXXXXXXXXXXXXX XXXXXXX
          XXX gettext(u'Copy the address. Then, in your program:') XXXX
          XXX XXXXXXXXXXXX XXXXXXXXXXXXXXX
            XXXXXXXXXXXXXXXXXXXX gettext(u'Calendar, Add calendar, Subscribe from web, paste the address.') XXXXX
            XXXXXXXXXX XXXXXXXXXXXXXXXXX gettext(u'On a computer: the plus sign at Other calendars, From URL, paste. It then comes to your phone too. Google reads it some times a day.') XXXXX
            XXXXXXXXXXX XXXXXXXXXXXX gettext(u'Press “Open in my calendar program”, or: Calendars, Add calendar, Add subscription calendar, paste.') XXXXX
            XXXXXXXXXXXXXXXXXXXXXXXX gettext(u'New calendar, On the network, paste the address.') XXXXX
          XXXXX
          XX XXXXXXXXXXXXXX gettext(u"To take over one meeting without a subscription, use the calendar file on the meeting's page.") XXXX
        XXXXXX
      BBBBBBBB
       _("Keep the address to yourself") 
        XXXX XXXXXXXXXXXXXXXXX XXXXX XXXXXXX
          XXX gettext(u'Whoever has it can read the calendar without signing in. It shows titles, times and places of meetings and dates, no guests.') XXXX
          XXX gettext(u'If somebody else has got it, make a new address. The old one then opens nothing. When your role at a place ends, its meetings disappear by themselves.') XXXX
        XXXXXX
      BBBBBBBB
    XXXXXX
  XXXXXX
BBBBBBBB BBBBBBB
BBBBB BBBBBBBXXXXXXX XXXXXXXXXXXXX XXXXXBBBBBB BBBBBBBBBBBBXXXXXXXXXXXBBBBBBBB BBBBBBB
