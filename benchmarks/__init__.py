"""What must be fast, measured against a peer or a bound in the same run."""
