"""``python -m ecommus`` is the command ``ecommus``."""

import sys

from ecommus.cli import main

sys.exit(main())
