"""How an incident looks: its card, its board, its entries, how it stands."""
