"""What is measured on: readers of public corpora, generators of synthetic ones, and the truth about the samples."""
