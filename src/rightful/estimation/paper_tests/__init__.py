"""The paper's own tests, one file each; found because the file is there."""
