BBBBBBB BBBBBBBBBBB
BBBB BBBB BBBBBB BB BBBBBB
BBBBB BBBBB gettext(u'Outbox') BBBBBBBB BBBBB
BBBBB BBBB
  XXXXX XXXXXXXXXXXXXXXX XXXXXXBBBBBB BBBBBBBBBBBBBBBBXX
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBB
BBBBB BBBBBBBXXXX gettext(u'Outbox') XXXXXBBBBBBBB BBBBBBB
BBBBB BBBBBBBBBB BBBBBB BB BBBBBBBBBBBXX XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBBBBBBXXBB BBBBBBBBBBBBBBBBBB B B gettext(u'Letters of %(region)s') 
  SSSSSSS SS SSSSSSSSSSBBBB gettext(u'Letters of the region') BBBBBXXXXBBBBBBBB BBBBBBBBBBBBBBBXX
    XXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBXX gettext(u'Blocked addresses') XXXXBBBBBBBBBBBBB BBBBBBB
BBBBB BBBB
  XX XXXXXXXXXXXXX
    BB BBBB
       gettext(u'The mailbox of the demo: every letter to the invented people, sign-in codes included. Nothing leaves this machine.') 
    BBBB
       gettext(u'Every letter is written here first. You see whether it left, and why not.') 
    BBBBB
  XXXX
BBBBBBBB BBBB
BBBBB BBBBBBB
  BB BBBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBB
  BB BBBBBBBBBB BB BBBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBB BB BBBBBBBBBBBBBBBB
    XXX XXXXXXXXXXXXXXXXXXX
      BBB BBB BB BBBBBBBBBB
         gettext(u'Approve') 
         ngettext(u'%(count)s letter waits for a second person.', u'%(count)s letters wait for a second person.', count) SSSSSSSSS SSSSSS SSSSS SSS S SSSSSS SSSSSSS
        PPPPPPPPP PPPPPPP PPPP PPP P PPPPPP PPPPPPP
        BBBBBBBBB BBBBBBBBBBBB BBBBBBBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBB BBBBBB
      BBBBBB
      BB BBBBBBBBBBBBBBBBBBB
         ngettext(u'%(count)s letter may not have arrived', u'%(count)s letters may not have arrived', count) SSSSSSSSS SSSSSS SSS SSS SSSS SSSSSSS
        PPPPPPPPP PPPPPPP PPP PPP PPPP PPPPPPP
         gettext(u'Not known') 
         gettext(u'The line dropped in the middle of handing over. Nothing is sent again by itself.') 
        BBBBBBBBB BBBBBBBBBBBB BBBBBBBBBBBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBB BBBBBB
      BBBBB
      BB BBBBBBBBBBBBBBBBBB
         ngettext(u'%(count)s letter failed', u'%(count)s letters failed', count) SSSSSSSSS SSSSSS SSSSSSPPPPPPPPP PPPPPPP PPPPPP
         gettext(u'Failed') 
         gettext(u'Look at what the mail server said; most often the address is wrong.') 
        BBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBB BBBBBBBBBBB BBBBBBBBBBBBBBB BBBBBB
      BBBBB
      BB BBBBBBBBBBBBBBBB
         ngettext(u'A mail server has told something about %(count)s letter', u'Mail servers have told something about %(count)s letters', count) S SSSS SSSSSS SSS SSSS SSSSSSSSS SSSSS SSSSSSSSS SSSSSS
        PPPP PPPPPPP PPPP PPPP PPPPPPPPP PPPPP PPPPPPPPP PPPPPPP
         gettext(u'May not have arrived') 
         gettext(u'It came late, or came back in words that no program understands. Read what was said.') 
        BBBBBBBBB BBBBBBBBB BBBBBBBBBB BBBBBBBBB BBBBBBBBBBBBB BBBBBB
      BBBBB
      BB BBBBBBBBBBBBBBBB
         ngettext(u'%(count)s letter is held back', u'%(count)s letters are held back', count) SSSSSSSSS SSSSSS SS SSSS SSSSPPPPPPPPP PPPPPPP PPP PPPP PPPP
         gettext(u'Held back') 
         gettext(u'Nothing leaves until somebody releases it.') 
        BBBBBBBBB BBBBBBBBB BBBBBBBBBB BBBBBBBBB BBBBBBBBBBBBB BBBBBB
      BBBBB
      BB BBBBBBBBBBBBBBBB
         ngettext(u'%(count)s letter has waited for more than 5 minutes', u'%(count)s letters have waited for more than 5 minutes', count) SSSSSSSSS SSSSSS SSS SSSSSS SSS SSSS SSSS S SSSSSSS
        PPPPPPPPP PPPPPPP PPPP PPPPPP PPP PPPP PPPP P PPPPPPP
         gettext(u'Waiting') 
         gettext(u'The worker that sends letters may have stopped. Tell the operators.') 
        BBBBBBBBB BBBBBBBBB BBBBBBBBBB BBBBBBBBB BBBBBBBBBBBBBB BBBBBB
      BBBBB
    XXXXX
  BBBBB
  BB BBBBBBBB BBB BBB BBBBBBBBBBBBBBBB BBB BBBBBBBBBBBBBBBBBBB BB B
    XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXXXXX
      XXXX XXXXXXXXXXXXXXXXXXXXX
        XXX XXXXXXXXXXXXXX gettext(u'Sendings') XXXXX
        XX XXXXXXBBB BBBBBBBBBBBBBBBBBBXX gettext(u'All sendings') XXXX
      XXXXXX
      BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBBBBBB
    XXXXXXXXXX
  BBBBB
  XXX XXXXXXXXXXXXXXXXXXXXXXXBB BBBBBBB gettext(u'Letters of %(title)s') SSSSSSS SS SSSSSSSSSBBBB gettext(u'Letters') BBBBBXXXXX
  BB BBBBBBBXX XXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBXX gettext(u'Show all letters') XXXXXXXXBBBBB
   gettext(u'Filter the letters') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
  XXXX XXXXXXXXX XXXXXXXXXXXXBBBBB BBBBBBBBBBBBXX
   gettext(u'Letters by state') 
  XXXX XXXXXXXXXXXXXBBBBBBBBB BBBBB BBBBBBBBBBB BBBBBBBBBBXXXXXX
  BB BBBBBBBBBBBB
    BBBBBB BB BBBBBBB gettext(u'Letters, the newest first') BBBBBBBBB
     _("Subject")  _("To")  _("Kind")  _("Written")  _("State") 
      XXXXXXX
        BBB BBBBBB BB BBBBBBBBBBBB
          XXXX
            XXX XXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBB BBBBBBBBBX XXXXXXXXFFFFFFFFFFFXXXXBB BBBBBBBBBBBBB XXXXX XXXXXXXXXXXXXXXXXXXBBBBBXXXXX
            XXX XXXXXXXXXXXXXXXXXXX
            XXX XXXXXXXXXXX XXXXXXXXXXXX
            XXX XXXXXXXXXXX XXXXXXXFFFFFFFFFFX FFFFFFFFFFFFFFFFFFXXXXX
            XXXXBBBB BBBBBBBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBB BBBBBBBBBBBBBBBB
               gettext(u'Told by a mail server') XXXXXBBBB BBBBBB BBBBBBBBBXXXXXXBBBBBXXXXX
          XXXXX
        BBBBBB
      XXXXXXXX
    BBBBBBBB
    BBBBBBBBBB BBBBBBBBBBBB
  BBBB
    XXXX XXXXXXXXXXXXXX
      BB BBBBBBBBBBBBBBBB
         gettext(u'No letter fits') 
         gettext(u'Nothing in the outbox fits what you asked for.') 
        BBB BBBBBBBBBBBBB BB BBBBBBB
         gettext(u'Show all letters') 
        BBBBBBBBBBB BBBBB BBBB BBBBBBB BBBBBBBBB BBBBBBBBBBBBBBBBB
      BBBB
         gettext(u'No letters yet') 
         gettext(u'Sign-in codes, decisions and notices appear here when they are written. You do not have to do anything.') 
        BBBBBBBBBBB BBBBB BBBB BBBBBBBBBBBBBBBBB
      BBBBB
    XXXXXX
  BBBBB
  XXXXXX
BBBBBBBB BBBBBBB
