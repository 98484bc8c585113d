"""Experiments: what was tried, and who was assigned to which arm."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import CUSTOMER, EMAIL, FIRST_DAY, LAST_DAY, PHONE

EXPERIMENT = ("experiment", "experiment_id", "experiment name", "test", "test_name", "ab_test",
              "实验", "实验名称", "实验编号")  # fmt: skip
EXPERIMENTS = Layout(
    "experiments",
    {
        "experiment": EXPERIMENT,
        "title": ("title", "description", "hypothesis", "说明", "描述"),
        "event_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "treatment_share": (
            "planned_treatment_share",
            "treatment_share",
            "treatment_split",
            "实验组比例",
        ),
        "metric": ("metric", "primary_metric", "kpi", "指标", "核心指标"),
    },
    record=("experiment",),
)
ASSIGNMENTS = Layout(
    "assignments",
    {
        "experiment": EXPERIMENT,
        "contact_id": CUSTOMER,
        "email": EMAIL,
        "phone": PHONE,
        "variant": ("variant", "arm", "group", "bucket", "cell", "分组", "组别", "实验组"),
        "event_day": ("assigned_on", "assigned_at", "assignment_date", "exposed_at", "date",
                      "分组日期", "分配时间", "分组时间"),
    },
)  # fmt: skip
FORMATS = (
    made_at_home("experiments", EXPERIMENTS, ("experiment", "event_day", "last_day")),
    made_at_home("experiment-assignments", ASSIGNMENTS, ("experiment", "variant", "event_day")),
)
