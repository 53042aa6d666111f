"""Small department files made to do harm, with the fate of every row decided by hand."""
