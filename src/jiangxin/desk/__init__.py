"""Generic pages made from the record declarations."""
