"""The words every part shares: small frozen types and a few contracts."""
