"""Companies of a programme: register, interviews, own links, needs by theme."""
