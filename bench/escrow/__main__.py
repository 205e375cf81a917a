"""`python -m bench.escrow --seconds 1 --pairs 2 --minutes 3`: the same run, shorter."""

import sys

from bench.escrow import measuring

if __name__ == "__main__":
    measuring.main(sys.argv[1:])
