"""What the command line is made of: the files that it is given."""
