"""`python -m dutyscore`"""

from __future__ import annotations

import sys

from dutyscore.cli import main

if __name__ == "__main__":
    sys.exit(main())
