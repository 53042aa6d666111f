"""One question per `.sql` file, named parameters, no templating. `marts/` holds the summaries built at import."""
