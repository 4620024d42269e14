"""How a place and its actors stand with the region's people: dated notes and tags of coaches."""
