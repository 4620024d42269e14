"""The stream of a place: messages between its people and its coaches, and a room for coaches."""
