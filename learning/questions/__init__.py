"""Questions of a place: asked, assigned, answered; who of the region answers what."""
