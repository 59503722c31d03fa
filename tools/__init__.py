"""Set-up, run, test, bench and dist. The Makefile only names these scripts."""
