"""What a regulation says about results that are posted for everybody to see."""

from typing import Annotated

from dutyscore.model.written import Texts, Written, one_of

NAMES = ("shown", "masked", "hidden")


class Public(Written):
    """`names` on a public posting: as they are, the first letter only, or a number. Ids are never posted, and of the
    lists only those that `lists` names: a list belongs to its audience."""

    names: Annotated[str, one_of(*NAMES)] = "shown"
    lists: Texts = ()
