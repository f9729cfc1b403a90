"""``python -m license_service``."""

import sys

from license_service.cli import main

sys.exit(main())
