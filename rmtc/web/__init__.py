"""How a request travels: transactions, forms, pages, headers, errors."""
