"""Files in and out: an evaluation as a folder of plain files, or a zip of one."""
