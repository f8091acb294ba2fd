"""The local governments of Serbia: codes, names, districts, from a dated table with its source."""
