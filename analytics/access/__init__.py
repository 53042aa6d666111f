"""Who may see what (facts.md 3 and 7): readers, the sharing table, consents, the audit trail, and small numbers."""
