"""What each department hands in every month, written as its system writes it."""
