BBBB BBBBBBBBBBBBBB BBB
X 


 gettext(u'This package holds the whole case of a place in a programme. It can be read without the platform that it comes from.') 

 gettext(u'What lies where:') 
BBB BBBBB BBBB BB BBBBBBB  X  
BBBBBB  XXXXXXXX   gettext(u'all files with size, kind and checksum, as archives read it') 
  XXXXXXXXXXXXXXXXXXXXXXXXXXX   gettext(u'what the package is (Dublin Core)') 
  XXXXXXXXXXXXXXXX   gettext(u'checksums; try them with: sha256sum -c checksums.sha256') 

 gettext(u'Tables are CSV with semicolons, in UTF-8. A note in a list says where a file is missing or was changed. An empty folder is left out.') 
 gettext(u"Guests of meetings are not in it, whatever they answered; what meetings gave stands in numbers in the gate's evidence and in the reports.") 
BBBBBBBBBBBBB
