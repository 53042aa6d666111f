"""One department file → cells with their origin → typed values → findings → accepted lines. Nothing is written here."""
