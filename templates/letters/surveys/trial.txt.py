BBBBBBB BBBBBBBBBBBBBBBBBBBBBB BBBBBBBBB BBBBBBB gettext(u'Here is your trial of “%(survey)s”. What you answer is counted nowhere.') SSSS SS SSSS SSSSS SS SSSSSSSSSSSSS SSSS SSS SSSSSS SS SSSSSSS SSSSSSSS

 gettext(u'Try it') X

BBBBBBBB BBBBBBBBBBBB BBBBBBBBBBBBBB BBBBBBBBBBB BBB gettext(u'You get this letter because you asked for a trial.') BBBBBBBB BBB
