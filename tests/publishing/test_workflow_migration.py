"""What is under review when the rounds come to be carried by a workflow goes on in it, and goes back without it."""

import json
import subprocess
import sys

import pytest

from tests.pages.databases import own_database


@pytest.mark.database
def test_what_is_under_review_goes_on_in_the_workflow_and_back_without_it(tmp_path):
    with own_database(tmp_path) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "tests.publishing.workflow_walk"],
            env={**environment, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["stock"] == [[["Moderators approval", 1]], ["Moderators approval"]]
    ours = {title: states for title, states in seen["before"]["told"].items() if states[0] != "needs_changes"}
    del ours["通知0"]  # it was public, and so over
    assert len(ours) == 2
    assert seen["after"] == {"told": ours, "found": [], "unguarded": []}
    assert (seen["before"]["found"], seen["live"], seen["end"]) == ([], True, [])
