"""What is measured: accuracy, time, memory and disk, fits of thresholds, and how figures are stored and shown."""
