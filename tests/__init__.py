"""tests: mirrors the folders of the project; golden files and browser runs beside them."""
