"""Who a person is: accounts, their log-ins and their sessions."""
