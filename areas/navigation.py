"""Where the register of areas stands in the menu: with the place register."""

from core.navigation import register_pages

register_pages(
    "areas:list", "areas:area", "areas:imports", "areas:import", of=("register", "my_places")
)
