"""The calculations, a file or a folder per subject of the law. Importing this package declares them all."""

from importlib import import_module
from pkgutil import walk_packages

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
