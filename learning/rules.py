"""Who may do what in learning (django-rules predicates)."""
