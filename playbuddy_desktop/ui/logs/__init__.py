"""What the program wrote about itself, for the person and for whoever helps them."""
