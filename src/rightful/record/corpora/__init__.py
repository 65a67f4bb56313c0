"""Publishers' own formats of texts, read into the rows that the sources of statements tidy."""
