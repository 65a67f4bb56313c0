"""The spiral: evidence, rules and latent phases under three readings."""
