"""One module for each type that ministack's handler writes past its own service's API."""
