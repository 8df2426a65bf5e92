"""One file for each kind of page that is generated."""
