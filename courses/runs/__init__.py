"""Course runs: one delivery with dates, trainers and a cohort."""
