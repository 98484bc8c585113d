"""The service desk's tickets and calls."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import CUSTOMER, EMAIL, ORDER, PHONE

STATUS = {"已解决": "solved", "已关闭": "closed", "处理中": "open", "待处理": "open"}
TICKETS = Layout(
    "interactions",
    {
        "interaction_id": ("ticket_id", "ticket", "ticket number", "case_number", "case id", "id",
                           "工单编号", "工单号"),
        "occurred_at": ("opened_at", "created_at", "created", "date_opened", "创建时间",
                        "提交时间"),
        "channel": ("channel", "via", "origin", "case origin", "渠道", "来源"),
        "email": ("requester_email", *EMAIL),
        "phone": ("requester_phone", *PHONE),
        "contact_id": CUSTOMER,
        "order_id": ORDER,
        "subject": ("subject", "topic", "reason", "type", "category", "主题", "问题类型"),
        "text": ("description", "message", "body", "comment", "描述", "问题描述", "内容"),
        "reply_minutes": ("first_reply_minutes", "first_response_minutes",
                          "first reply time (minutes)", "首次响应分钟", "首次响应时间（分钟）"),
        "status": ("status", "state", "状态"),
        "satisfaction": ("satisfaction", "csat", "satisfaction_score", "满意度", "满意度评分"),
    },
    record=("interaction_id",),
    own_numbers="service desk",
    constants={"kind": "ticket"},
    words={"status": STATUS},
    left_out=frozenset(("requester_name", "requester", "name", "agent", "assignee", "客户姓名",
                        "客服", "处理人")),
)  # fmt: skip
CALLS = Layout(
    "interactions",
    {
        "interaction_id": ("call_id", "call number", "id", "通话编号", "通话id"),
        "occurred_at": ("started_at", "call_time", "start_time", "date", "created_at",
                        "通话时间", "开始时间"),
        "direction": ("direction", "call_type", "type", "方向", "呼叫类型"),
        "phone": ("caller", "from_number", *PHONE, "来电号码", "客户号码"),
        "email": EMAIL,
        "contact_id": CUSTOMER,
        "related_id": ("ticket_id", "ticket", "case_number", "工单编号", "工单号"),
        "duration_seconds": ("duration_seconds", "duration", "duration (seconds)", "talk_time",
                             "通话时长", "通话时长（秒）"),
        "text": ("note", "notes", "summary", "comment", "备注", "通话小结"),
        "status": ("status", "outcome", "disposition", "结果"),
    },
    record=("interaction_id",),
    own_numbers="service desk",
    constants={"kind": "call", "channel": "phone"},
    words={"direction": {"呼入": "inbound", "呼出": "outbound", "incoming": "inbound",
                         "outgoing": "outbound", "in": "inbound", "out": "outbound"}},
    left_out=frozenset(("agent", "caller_name", "name", "recording_url", "客服", "坐席")),
)  # fmt: skip
FORMATS = (
    made_at_home("service-tickets", TICKETS, ("interaction_id", "occurred_at", "subject",
                                              "status")),
    made_at_home("service-calls", CALLS, ("interaction_id", "occurred_at", "duration_seconds")),
)  # fmt: skip
