"""Documents that prove themselves: making them with all they were made from, and checking them."""
