"""A report that keeps what it is given, for tests of what readers are told."""

from types import SimpleNamespace

from helpers.reporting.wording import Wording


class Reader(SimpleNamespace):
    """A report that keeps what is said and shown."""

    def __init__(self, language="en"):
        super().__init__(said=[], wording=Wording(language, "CNY", 10))

    def words(self, key, **values):
        return self.wording.text(key, **values)

    def tells_of_few(self, part, whole):
        return part < 10 or whole - part < 10

    def not_known(self, key, **values):
        self.said.append((key, values))

    def table(self, frame, key, **_):
        self.said.append((key, frame))

    def finding(self, identity, key, **values):
        self.said.append((key, values))
