"""Groups, sessions and judges of the Ningjin example. Only the first group is named in the published text."""

from __future__ import annotations

from datetime import date

from examples.making.dice import words

GROUPS = (
    ("经济金融组", 22, 1), ("工商联组", 35, 2), ("教育组", 34, 2), ("科技文化组", 21, 1), ("医药卫生组", 36, 2),
    ("农业农村组", 38, 2), ("社会福利组", 23, 1), ("工青妇组", 37, 2), ("民族宗教特邀组", 22, 1),
)  # fmt: skip
"""Name, members, sessions: 9 groups, 268 members, 14 sessions."""
DAYS = (
    date(2023, 1, 10), date(2023, 1, 12), date(2023, 2, 8), date(2023, 2, 10), date(2023, 2, 16), date(2023, 2, 22),
    date(2023, 3, 1), date(2023, 3, 3), date(2023, 3, 9), date(2023, 3, 15), date(2023, 3, 21), date(2023, 3, 24),
    date(2023, 3, 29), date(2023, 4, 4),
)  # fmt: skip
MAKE_UPS = (("补场一", date(2023, 4, 18), 22), ("补场二", date(2023, 4, 20), 21))
"""Name, day, members."""
VIDEO_DAY = date(2023, 4, 24)
JUDGES = words("市民情观察员 考核组成员 乡镇联络组组长 机关科级干部")
MEMBER_JUDGE = "述职突出委员"
