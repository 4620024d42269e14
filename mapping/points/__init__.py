"""The place's map: layers of points, what people say of spots, and where halls and actions lie."""
