"""Search over statements and articles: words, phrases, filters, ranked, with places marked."""
