from helpers.workspace import privacy

from .conftest import rejected, told


def test_a_review_is_told_with_its_product_order_and_masked_words(deliver, take_in):
    feedback = take_in(deliver("reviews.csv")).feedback.sort_values("line")

    assert told(feedback, "line", "kind", "event_day", "product_id", "order_id", "rating",
                "text", "verified") == [
        (2, "review", "2026-05-01", "007", "#1014", 5.0, "Dry, warm\nand light", True),
        (4, "review", "2026-05-02", "T-2", "#1074", 4.5, "质量很好，客服微信 [number]", False),
        (5, "review", "2026-05-03", None, None, None, "I am [e-mail]", None),
    ]  # fmt: skip
    assert told(feedback, "customer_id") == [
        (privacy.pseudonym("email", "zebedee@example.org"),),
        (privacy.pseudonym("email", "ruoxi@example.org"),), (None,),
    ]  # fmt: skip


def test_reviews_with_broken_points_or_of_the_future_are_rejected(deliver, take_in):
    assert rejected(take_in(deliver("reviews.csv"))) == [
        (6, "impossible_number", "rating"), (7, "date_after_delivery", "created_at")
    ]  # fmt: skip


def test_chinese_headers_and_words_are_understood(deliver, take_in):
    feedback = take_in(deliver("reviews_zh.csv")).feedback.sort_values("line")

    assert told(feedback, "event_day", "product_id", "rating", "text", "verified", "likes") == [
        ("2026-05-01", "007", 5.0, "很轻，很暖和", True, 3),
        ("2026-05-02", "007", 2.0, "拉链坏了", False, None),
    ]


def test_a_review_and_a_post_of_one_number_are_two(acme, deliver, take_in):
    reviews, posts = deliver("reviews.csv"), deliver("social-posts.csv")
    acme.write("2026-07-06/social-posts.csv", "post_id,posted_at,platform,text\n"
               "R1,2026-05-12,weibo,hello\n")  # fmt: skip

    feedback = take_in(reviews, posts).feedback

    assert feedback["feedback_id"].nunique() == 4


def test_a_post_names_nobody_and_its_unknown_columns_are_attributes(deliver, take_in):
    tables = take_in(deliver("social-posts.csv"))

    posts = tables.feedback.sort_values("line")
    assert told(posts, "kind", "event_day", "platform", "text", "likes", "language") == [
        ("post", "2026-05-12", "xiaohongshu", "用料很好 [name] #北行户外", 47, "zh"),
        ("post", "2026-05-15", "weibo", None, 0, "en"),
    ]
    assert told(tables.attributes, "name", "value") == [("campaign_tag", "spring")]
    assert rejected(tables) == [(3, "out_of_bounds", "likes")]
