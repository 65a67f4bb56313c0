"""Where the authors of the Latent Human Rights Protection Scores keep the records they use."""

RAW = (
    "https://raw.githubusercontent.com/CJFariss/Human-Rights-Latent-Variable/"
    "2f1892e74899/LHRS-V5/data_raw/"
)
