"""One clock for every reminder, and the list of places that a coach should chase."""
