"""Python runs this at its start where the folder is on PYTHONPATH: child processes of the tests are guarded by it."""

import netguard

netguard.install()
