"""Tests of the whole site; it is loaded once and stays, so garbage is looked for rarely."""

import gc

gc.set_threshold(10_000, 20, 50)
