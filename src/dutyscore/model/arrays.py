"""Names for the arrays that hold columns. Importing this imports numpy; rooms that must start without it name these
types under TYPE_CHECKING only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]
Int32 = NDArray[np.int32]
Int16 = NDArray[np.int16]
Bool = NDArray[np.bool_]
