"""Who a person is: accounts, how they come in, their sessions and their devices."""
