"""Who may see what (facts.md 3 and 7). So far: how many persons a shared screen may count."""
