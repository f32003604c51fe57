"""How often an agency's pages are looked at, without cookies, and without keeping anybody's address."""
