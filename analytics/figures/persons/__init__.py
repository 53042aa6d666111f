"""What is shown of single persons: never without the gate (`analytics.access.gate`), and never kept."""
