"""What governments say: coded, searched, and set against what else they said, signed and did."""
