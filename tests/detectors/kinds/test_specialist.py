"""The kind of the package's own networks: what is kept of it in run.json stays what it was."""

import hashlib
import os
import subprocess
import sys

from touchstone.detectors.config import detector_spec
from touchstone.detectors.keys import shipped_weights
from touchstone.detectors.kinds import kinds


def fingerprint(spec):
    return kinds()["specialist"].fingerprint(spec.settings)


def test_a_large_checkpoint_is_told_by_size_and_time(tmp_path):
    path = tmp_path / "cm.pt"
    path.write_bytes(b"x" * 10)
    os.utime(path, ns=(5, 7))
    spec = detector_spec("mine", specialist="cm", checkpoint=path)
    assert fingerprint(spec) == {"specialist": "cm", "checkpoint": "cm.pt: 10 bytes, changed 7"}


def test_a_reference_specialist_is_told_by_its_content(tmp_path):
    path = tmp_path / "mine.safetensors"
    path.write_bytes(b"x" * 10)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    spec = detector_spec("mine", specialist="reference:cm", checkpoint=path)
    assert fingerprint(spec) == {"specialist": "reference:cm", "checkpoint": f"mine.safetensors: {digest}"}
    digest = hashlib.sha256(shipped_weights("cm").read_bytes()).hexdigest()
    shipped = fingerprint(detector_spec("mine", specialist="reference:cm"))
    assert shipped["checkpoint"] == f"cm.safetensors: {digest}"


def test_a_file_that_is_not_there_has_a_fingerprint_too(tmp_path):
    spec = detector_spec("mine", specialist="cm", checkpoint=tmp_path / "no.pt")
    assert fingerprint(spec)["checkpoint"] == "no.pt: not found"


def test_reading_which_detectors_there_are_needs_no_torch(tmp_path):
    (tmp_path / "detectors.toml").write_text(
        '[a]\nspecialist = "cm"\ncheckpoint = "x"\n[b]\nspecialist = "reference:cm"\n'
    )
    code = (
        "import sys\nfrom pathlib import Path\nfrom touchstone.detectors.config import read_detectors\n"
        "specs = read_detectors(Path('detectors.toml'))\n"
        "sys.exit(len(specs) != 2 or any(n in sys.modules for n in ('torch', 'cv2', 'av', 'onnxruntime')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False).returncode == 0
