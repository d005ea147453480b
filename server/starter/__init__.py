"""What a new installation begins with: the guidance's schemes, contact points by role, pages to read."""
