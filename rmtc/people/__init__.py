"""Administration of people: who has an account, what they may do, the institutions they come from."""
