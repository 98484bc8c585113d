"""What customers say, aspect by aspect, in Chinese and English: the parts of all free text."""

ASPECTS = ("quality", "fit", "delivery", "service", "price", "packaging")

# Per aspect: phrases of praise and of complaint, first in English, then in Chinese.
# fmt: off
PRAISE = (
    (
        ("the material feels solid", "stitching is flawless",
         "still like new after months of use", "held up in heavy rain", "really well made",
         "sturdier than I expected"),
        ("做工很扎实", "用料很好", "用了几个月还像新的", "下大雨也没问题", "质量超出预期",
         "很耐用"),
    ),
    (
        ("fits like a glove", "true to size", "very comfortable from day one",
         "no blisters at all", "the cut is just right", "sits perfectly"),
        ("尺码很准", "穿着特别舒服", "大小刚刚好", "完全不磨脚", "版型很正", "很合身"),
    ),
    (
        ("arrived a day early", "delivery was fast", "shipped the same afternoon",
         "the courier was on time", "tracking was accurate", "came quicker than promised"),
        ("发货很快", "物流给力", "第二天就到了", "快递小哥很准时", "比预计早到一天",
         "当天就发货了"),
    ),
    (
        ("support answered within minutes", "the staff were kind and patient",
         "they sorted out my question at once", "helpful advice in the chat",
         "returning it was painless", "great service"),
        ("客服很有耐心", "回复很快", "问题马上就解决了", "退换很方便", "服务态度很好",
         "客服建议很专业"),
    ),
    (
        ("great value", "cheaper than elsewhere", "worth every yuan", "a bargain in the sale",
         "fair price", "you get a lot for the money"),
        ("性价比很高", "比别家便宜", "物超所值", "活动价很划算", "价格公道", "这个价位很值"),
    ),
    (
        ("beautifully wrapped", "arrived without a scratch", "the box is nice enough for a gift",
         "little plastic in the parcel", "well padded", "neat packaging"),
        ("包装很精美", "包得很严实", "送人很体面", "盒子完好无损", "包装很环保", "包装用心"),
    ),
)
COMPLAINT = (
    (
        ("a seam came loose after two weeks", "the zip broke", "feels flimsy",
         "the sole is peeling off", "poorly made", "colour faded in the first wash"),
        ("两周就开线了", "拉链坏了", "感觉很单薄", "鞋底开胶", "做工粗糙", "洗一次就掉色"),
    ),
    (
        ("runs far too small", "gave me blisters", "too wide at the heel",
         "the size chart is wrong", "had to send it back for the size",
         "pinches at the shoulders"),
        ("尺码偏小很多", "磨脚", "后跟太松", "尺码表不准", "因为大小不合适退了", "肩膀勒得慌"),
    ),
    (
        ("took two weeks to arrive", "the parcel was lost", "tracking never moved",
         "arrived after the trip was over", "delivery was late again",
         "left in the rain by the courier"),
        ("等了两个星期才到", "包裹丢了", "物流一直不更新", "等到的时候旅行都结束了", "又晚到了",
         "快递扔在雨里"),
    ),
    (
        ("nobody answers the phone", "support kept sending the same text", "still no refund",
         "was passed from one person to the next", "rude on the phone", "the return took a month"),
        ("客服一直没人接", "客服只会复制粘贴", "退款到现在没到", "被踢皮球", "态度很差",
         "退货折腾了一个月"),
    ),
    (
        ("overpriced for what it is", "dropped by a third the week after", "too expensive",
         "cheaper in the shop next door", "not worth the money", "the discount was a trick"),
        ("不值这个价", "买完就降价", "太贵了", "隔壁店更便宜", "性价比低", "优惠都是套路"),
    ),
    (
        ("the box was crushed", "so much plastic", "came without any padding",
         "the wrapping was torn", "looked like it had been opened before",
         "the lid leaked in the parcel"),
        ("盒子压扁了", "塑料包装太多", "什么缓冲都没有", "包装破了", "像是拆过的", "瓶盖漏了一箱"),
    ),
)
# Said by the pleased and by the displeased alike: what makes opinions hard to read.
PLAIN = (
    ("bought it for a weekend trip", "second one in this household", "used it twice so far",
     "not what I had in mind", "could be better, could be worse", "as described",
     "my friend has one too", "we shall see how it does in winter", "ordered during the festival",
     "well, it is what it is", "I had expected something else", "the colour is darker than shown"),
    ("周末出去玩用的", "家里第二个了", "目前用了两次", "跟想的不太一样", "一般般吧",
     "和描述差不多", "朋友也有一个", "冬天再看看怎么样", "活动的时候买的", "就这样吧",
     "还以为会不一样", "颜色比图片深一点"),
)
IRONY = (
    ("well done, really", "thanks a lot for nothing", "what a surprise", "fantastic, once again"),
    ("真是绝了", "可真行", "好棒棒", "又一次惊喜"),
)
OPENERS = (
    ("", "", "Honestly, ", "So far ", "Update: ", "Short and plain: "),
    ("", "", "说实话，", "目前来看，", "追评：", "简单说，"),
)
# fmt: on
JOINTS = ((", ", "; ", " and ", ". "), ("，", "；", "，而且", "。"))
ENDINGS = ((".", "!", " :)", ""), ("。", "！", "～", ""))
EITHER_WAY = (" but ", "，不过")  # between praise and complaint
EN, ZH = 0, 1
