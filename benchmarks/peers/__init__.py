"""What is measured beside dupdetect: other packages that find near duplicates, each used as its documentation says."""
