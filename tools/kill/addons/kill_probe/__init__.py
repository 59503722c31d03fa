from . import kill_probe
