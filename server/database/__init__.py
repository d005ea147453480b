"""PostgreSQL: the engine and its transactions, the migrations, and a server of our own when none is given."""
