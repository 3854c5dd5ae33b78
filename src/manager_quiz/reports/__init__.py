"""What a person sees of a result, a role, a group …: pages as data, and what writes them."""
