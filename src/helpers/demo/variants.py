"""Versions of the simulated company: the usual one, and one that breaks the models' assumptions."""

from dataclasses import dataclass

from helpers.workspace.errors import UsageError


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One version of the company.

    Attributes
    ----------
    name : str
    rates : str
        Distribution of purchase rates within a group: "gamma" or "lognormal".
    lifetime_shape : float
        Shape of the Weibull distribution of lifetimes: 1 is exponential; below 1
        many leave early and those who stay, stay for long.
    trend : float
        Change of all purchase rates from one quarter to the next (proportion).
    unseen_channel : str or None
        An advertising channel that moves orders and is missing from the export.
    mail : bool
        Whether the mailing tool's exports are delivered at all.
    """

    name: str
    rates: str = "gamma"
    lifetime_shape: float = 1.0
    trend: float = 0.0
    unseen_channel: str | None = None
    mail: bool = True


VARIANTS = {
    variant.name: variant
    for variant in (
        Variant(name="usual"),
        Variant(
            name="shifted", rates="lognormal", lifetime_shape=0.6, trend=-0.02,
            unseen_channel="short_video", mail=False,
        ),
    )
}  # fmt: skip
USUAL = VARIANTS["usual"]


def variant_named(name: str) -> Variant:
    """Return the version of this name.

    Raises
    ------
    UsageError
        If there is none; names those that there are.
    """
    if name not in VARIANTS:
        raise UsageError(f"variant: {name!r} is not one of {', '.join(VARIANTS)}")
    return VARIANTS[name]
