"""One line for each check, and at the end how many there were."""

import traceback


class Checks:
    """Prints `ok NAME`, or `FAILED NAME: expected ..., got ...`; nothing raised by a check ends the others."""

    def __init__(self):
        self.count = 0

    def equal(self, name, expected, got):
        self.count += 1
        if got == expected and type(got) is type(expected):
            print(f"ok {name}", flush=True)
        else:
            print(f"FAILED {name}: expected {expected!r:.300}, got {got!r:.300}", flush=True)

    def raised(self, name, expected):
        self.count += 1
        what = traceback.format_exc().strip().splitlines()[-1]
        print(f"FAILED {name}: expected {expected!r:.300}, got the exception {what:.300}", flush=True)

    def of(self, name, expected, ask):
        try:
            self.equal(name, expected, ask())
        except Exception:
            self.raised(name, expected)

    async def awaited(self, name, expected, ask):
        try:
            self.equal(name, expected, await ask)
        except Exception:
            self.raised(name, expected)

    def close(self):
        print(f"done {self.count}", flush=True)
