"""Runs a notebook from top to bottom; its cells hold assertions of their own."""
import tempfile

import nbclient
import nbformat

import stage

FOLDER = stage.ROOT / "notebooks"
TORCH = ("learn_a_potential.ipynb",)  # needs PyTorch: run by test_torch.py


def run(path):
    book = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": folder}}).execute()
    saved = nbformat.read(path, as_version=4)
    assert all(c.outputs for c in saved.cells if c.cell_type == "code" and "print(" in c.source), f"{path}: saved without its outputs"
    print("    ", path.name, len(book.cells), "cells")
