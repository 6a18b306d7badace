"""Every notebook runs from top to bottom; its cells hold assertions of their own.   ctest: timeout=1800 label=long"""
import stage

stage.enter("requirements-notebooks.txt")
import tempfile

import nbclient
import nbformat


def test_notebooks_run():
    found = sorted((stage.ROOT / "notebooks").glob("*.ipynb"))
    assert found
    for path in found:
        book = nbformat.read(path, as_version=4)
        with tempfile.TemporaryDirectory() as folder:
            nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": folder}}).execute()
        saved = nbformat.read(path, as_version=4)
        assert all(c.outputs for c in saved.cells if c.cell_type == "code" and "print(" in c.source), f"{path}: saved without its outputs"
        print("    ", path.name, len(book.cells), "cells")


if __name__ == "__main__":
    stage.main(globals())
