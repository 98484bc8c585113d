"""Speed and memory, measured in one run beside a named reference. `make bench` prints them."""
