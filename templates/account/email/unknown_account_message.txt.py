BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBBBBBBB BBBBBBBBBBBBBBBBB BBB gettext(u'Somebody tried to sign in with %(email)s. There is no account with this address.') SSSSSSSS SSSSS SS SSSS SS SSSS SSSSSSSSSS SSSSS SS SS SSSSSSS SSSS SSSS SSSSSSSS

 gettext(u'If it was you: perhaps your account has another address. Accounts are made by the region that you work with; ask there.') BBBBBBBBBBBBBBBBBBBBB BBBBBBB
