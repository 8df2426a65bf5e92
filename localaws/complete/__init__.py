"""One module for each type of which ministack drops properties, found by walking this folder."""
