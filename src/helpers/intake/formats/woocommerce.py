"""WooCommerce: the orders of its analytics screen, and the order-export plug-in's order lines.

In the analytics a row is an order, and money paid back is a row of its own below zero, under
the order's number and the day of the refund. In the plug-in a row is an order line; an
order's cells stand on its first line or on all. Totals of lines are after coupons and
without tax, as the shop keeps them.
"""

from helpers.intake.format import laid_out
from helpers.intake.layout import YEAR_FIRST, Layout

# What never became a sale, or ceased to be one, in the words of both languages.
STATUS = dict.fromkeys(
    ("cancelled", "canceled", "wc-cancelled", "failed", "wc-failed", "trash", "draft",
     "checkout-draft", "已取消", "失败"),
    "voided",
) | dict.fromkeys(("refunded", "wc-refunded", "已退款"), "refunded")  # fmt: skip

ANALYTICS = Layout(
    "order_lines",
    {
        "order_id": ("Order #", "Order Number"), "ordered_at": ("Date",),
        "unit_price": ("Net Sales", "N. Revenue (formatted)", "N. Revenue", "Net Revenue"),
        "status": ("Status",), "coupon": ("Coupon(s)", "Coupons"),
        "channel": ("Attribution", "Origin"),
    },
    words={"status": STATUS}, date_formats={"ordered_at": YEAR_FIRST},
    strip={"order_id": r"^#"}, also_kept=frozenset(("Status", "Coupon(s)")),
)  # fmt: skip
ORDER_LINES = Layout(
    "order_lines",
    {
        "order_id": ("Order Number", "Order ID"), "ordered_at": ("Order Date",),
        "status": ("Order Status",), "email": ("Email (Billing)",),
        "phone": ("Phone (Billing)",), "line_place": ("Item #",),
        "country": ("Country Code (Shipping)", "Country Code (Billing)"),
        "province": ("State Code (Shipping)", "State Code (Billing)"),
        "city": ("City (Shipping)", "City (Billing)"),
        "product_id": ("SKU",), "product_name": ("Name", "Item Name", "Product Name"),
        "category": ("Category",), "quantity": ("Quantity",),
        "unit_price": ("Item Cost Before Discount", "Item Cost"),
        "line_total": ("Order Line Total", "Order Line (w/o tax)"),
        "line_refunded": ("Order Line Total Refunded",),
        "order_refunded": ("Order Refund Amount",), "order_total": ("Order Total Amount",),
        "coupon": ("Coupon Code", "Coupons Used"), "currency": ("Order Currency", "Currency"),
    },
    words={"status": STATUS}, also_kept=frozenset(("Order Status", "Coupon Code")),
    strip={"order_id": r"^#"},
    # Worked out of other columns, or of a person and not needed to know who it is.
    left_out=frozenset((
        "Quantity (- Refund)", "Order Line Total (- Refund)", "Order Line Tax", "Total items",
        "Total products", "Image URL", "Order Total Tax Amount", "Order Tax Amount",
        "Order Shipping Amount", "Order Subtotal Amount",
    )),
)  # fmt: skip

FORMATS = (
    laid_out(
        "woocommerce-analytics",
        (frozenset(("Date", "Order #", "N. Revenue (formatted)", "Status")),
         frozenset(("Date", "Order #", "Status", "Customer type", "Net Sales"))),
        ANALYTICS,
    ),
    laid_out(
        "woocommerce-orders",
        (frozenset(("Order Number", "Order Status", "Order Date", "Email (Billing)", "Item #",
                    "Quantity", "Item Cost")),
         frozenset(("Order Number", "Order Date", "Email (Billing)", "Item Cost"))),
        ORDER_LINES,
    ),
)  # fmt: skip
