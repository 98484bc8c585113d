"""How people head the columns that many of their tables share."""

PRODUCT = ("sku", "product_id", "product sku", "product code", "item_id", "asin", "variant sku",
           "商品编码", "商品编号", "货号", "产品编码")  # fmt: skip
ORDER = ("order", "order_id", "order number", "order_number", "order no", "订单号", "订单编号")
CUSTOMER = ("customer_id", "customer id", "customer number", "shopify customer id", "客户编号",
            "客户id", "会员编号")  # fmt: skip
EMAIL = ("email", "e-mail", "email address", "customer_email", "邮箱", "电子邮件")
PHONE = ("phone", "phone number", "mobile", "telephone", "手机", "手机号", "电话")
DAY = ("date", "day", "日期")
WEEK = ("week", "week_start", "week_starting", "week beginning", "周", "周开始")
SINCE = ("valid_from", "effective_from", "effective_date", "since", "from", "start_date",
         "生效日期", "开始日期")  # fmt: skip
FIRST_DAY = ("first_day", "start_date", "start", "starts_on", "from", "valid_from", "开始日期",
             "开始时间")  # fmt: skip
LAST_DAY = ("last_day", "end_date", "end", "ends_on", "to", "valid_to", "结束日期", "结束时间")
PRICE = ("price", "list_price", "regular_price", "unit_price", "售价", "价格", "标价")
