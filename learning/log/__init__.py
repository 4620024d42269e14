"""The action-learning log: experiments of teams, what others say to them."""
