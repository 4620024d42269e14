"""The process leader's competence: what is wanted, how it stands, the training plan."""
