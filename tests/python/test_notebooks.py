"""Every notebook runs from top to bottom, but the one for PyTorch, which test_torch.py runs.   ctest: timeout=1800 label=long"""
import stage

stage.enter("requirements-notebooks.txt")
import notebooks


def test_notebooks_run():
    found = [path for path in sorted(notebooks.FOLDER.glob("*.ipynb")) if path.name not in notebooks.TORCH]
    assert len(found) >= 3
    for path in found:
        notebooks.run(path)


if __name__ == "__main__":
    stage.main(globals())
