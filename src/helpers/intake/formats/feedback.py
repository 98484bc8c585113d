"""What customers write for others to read: reviews of products, and posts on social platforms."""

from helpers.intake.format import made_at_home
from helpers.intake.layout import Layout
from helpers.intake.spellings import EMAIL, ORDER, PHONE, PRODUCT

REVIEWS = Layout(
    "feedback",
    {
        "feedback_id": ("review_id", "Review ID", "id", "评价编号", "评论编号", "评论ID"),
        "occurred_at": ("created_at", "review_date", "Review Date", "date", "submitted_at",
                        "评价时间", "评论时间", "评价日期"),
        "rating": ("rating", "stars", "score", "star_rating", "评分", "星级"),
        "title": ("title", "review_title", "headline", "标题"),
        "text": ("body", "review", "review_body", "review_text", "verified_reviews", "content",
                 "text", "comment", "评价内容", "评论内容", "评论", "评价"),
        "product_id": ("product_sku", *PRODUCT),
        "order_id": ORDER,
        "email": ("reviewer_email", *EMAIL),
        "phone": PHONE,
        "platform": ("platform", "source", "渠道", "平台"),
        "language": ("language", "locale", "lang", "语言"),
        "likes": ("likes", "helpful", "helpful_votes", "votes", "点赞数", "有用数"),
        "verified": ("verified", "verified_buyer", "verified_purchase", "是否购买"),
    },
    record=("feedback_id",),
    own_numbers="reviews",
    constants={"kind": "review"},
    left_out=frozenset(("reviewer_name", "author", "nickname", "name", "用户昵称", "买家昵称",
                        "ip_address", "location")),
)  # fmt: skip
POSTS = Layout(
    "feedback",
    {
        "feedback_id": ("post_id", "Post ID", "id", "帖子编号", "笔记编号", "笔记ID", "微博ID"),
        "occurred_at": ("posted_at", "published_at", "post_date", "date", "created_at",
                        "发布时间", "发布日期"),
        "platform": ("platform", "network", "source", "channel", "平台", "渠道"),
        "text": ("text", "message", "content", "caption", "body", "正文", "内容", "微博正文"),
        "title": ("title", "标题"),
        "likes": ("likes", "like_count", "reactions", "点赞数", "点赞"),
        "language": ("language", "lang", "语言"),
        "product_id": PRODUCT,
    },
    record=("feedback_id",),
    own_numbers="posts",
    constants={"kind": "post"},
    left_out=frozenset(("author", "username", "handle", "user", "author_name", "profile_url",
                        "url", "link", "作者", "昵称", "用户名", "链接")),
)  # fmt: skip
FORMATS = (
    made_at_home("reviews", REVIEWS, ("feedback_id", "rating", "text")),
    made_at_home("social-posts", POSTS, ("feedback_id", "occurred_at", "platform", "text")),
)
