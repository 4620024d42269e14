"""Cases: good examples, written, looked at by a second person, published with consent."""
