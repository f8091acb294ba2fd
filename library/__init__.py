"""E-library: resources, collections, intake, finding, reading."""
