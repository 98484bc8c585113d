"""The members of a loyalty programme."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import EMAIL, PHONE

LAYOUT = Layout(
    "memberships",
    {
        "contact_id": ("Member No", "member_no", "member number", "member_id", "card number",
                       "card_no", "会员卡号", "会员编号", "会员号"),
        "name": ("name", "member name", "full name", "姓名", "会员姓名"),
        "given_name": ("first name", "first_name"),
        "family_name": ("last name", "last_name"),
        "phone": PHONE,
        "email": EMAIL,
        "event_day": ("joined", "joined_on", "join_date", "enrolled", "member since", "入会日期",
                      "入会时间", "注册时间"),
        "tier": ("tier", "level", "status", "会员等级", "等级"),
        "birth_day": ("birthday", "date of birth", "date_of_birth", "birth_date", "生日",
                      "出生日期"),
        "gender": ("gender", "性别"),
        "points": ("points", "points_balance", "balance", "积分", "积分余额"),
    },
    record=("contact_id",),
    numbers="loyalty",
)  # fmt: skip
FORMAT = made_at_home("loyalty-members", LAYOUT, ("contact_id", "event_day", "tier"))
