"""Latent phases: a hidden Markov model of state x right x year, one table per reading."""
