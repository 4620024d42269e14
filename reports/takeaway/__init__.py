"""What a place takes home when the support ends: pages that open without this platform."""
