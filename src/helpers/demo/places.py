"""Names and places from which simulated people are put together. None is a real person's."""

from typing import NamedTuple


class Place(NamedTuple):
    """One city, its province in both languages, how its postal codes start, and its weight."""

    chinese: str
    english: str
    province_code: str
    province_chinese: str
    province_english: str
    zip_start: str
    weight: float


# Hohhot's and Boston's postal codes start with a zero, which spreadsheets like to lose.
CHINA = (
    Place("上海", "Shanghai", "SH", "上海", "Shanghai", "200", 9),
    Place("北京", "Beijing", "BJ", "北京", "Beijing", "100", 8),
    Place("深圳", "Shenzhen", "GD", "广东", "Guangdong", "518", 6),
    Place("广州", "Guangzhou", "GD", "广东", "Guangdong", "510", 6),
    Place("杭州", "Hangzhou", "ZJ", "浙江", "Zhejiang", "310", 5),
    Place("成都", "Chengdu", "SC", "四川", "Sichuan", "610", 5),
    Place("南京", "Nanjing", "JS", "江苏", "Jiangsu", "210", 3),
    Place("苏州", "Suzhou", "JS", "江苏", "Jiangsu", "215", 3),
    Place("武汉", "Wuhan", "HB", "湖北", "Hubei", "430", 3),
    Place("西安", "Xi'an", "SN", "陕西", "Shaanxi", "710", 3),
    Place("重庆", "Chongqing", "CQ", "重庆", "Chongqing", "400", 3),
    Place("青岛", "Qingdao", "SD", "山东", "Shandong", "266", 2),
    Place("昆明", "Kunming", "YN", "云南", "Yunnan", "650", 2),
    Place("沈阳", "Shenyang", "LN", "辽宁", "Liaoning", "110", 1.5),
    Place("厦门", "Xiamen", "FJ", "福建", "Fujian", "361", 1.5),
    Place("呼和浩特", "Hohhot", "NM", "内蒙古", "Inner Mongolia", "010", 1),
)
UNITED_STATES = (
    Place("", "Seattle", "WA", "", "Washington", "981", 3),
    Place("", "Denver", "CO", "", "Colorado", "802", 3),
    Place("", "San Francisco", "CA", "", "California", "941", 3),
    Place("", "Boston", "MA", "", "Massachusetts", "021", 2),
    Place("", "Austin", "TX", "", "Texas", "787", 2),
    Place("", "New York", "NY", "", "New York", "100", 2),
)
# Where prices matter how much: the four largest cities, the rest of the country, abroad.
REGIONS = ("first-tier", "elsewhere", "abroad")
FIRST_TIER = ("Shanghai", "Beijing", "Shenzhen", "Guangzhou")
# Cities to which the parcel takes two days longer.
REMOTE = ("Xi'an", "Chongqing", "Kunming", "Shenyang", "Hohhot")
CITIES = (*CHINA, *UNITED_STATES)
ROADS = (
    ("中山路", "Zhongshan Road"),
    ("人民路", "Renmin Road"),
    ("解放路", "Jiefang Road"),
    ("文化路", "Wenhua Road"),
    ("建设路", "Jianshe Road"),
    ("长江路", "Changjiang Road"),
)
STREETS = ("Maple St", "Cedar Ave", "Lakeview Dr", "Main St", "Hill Rd", "Orchard Ln")

SURNAMES = tuple(
    pair.split()
    for pair in (
        "王 Wang,李 Li,张 Zhang,刘 Liu,陈 Chen,杨 Yang,赵 Zhao,黄 Huang,周 Zhou,吴 Wu,徐 Xu,孙 Sun,"
        "胡 Hu,朱 Zhu,高 Gao,林 Lin,何 He,郭 Guo,马 Ma,罗 Luo,梁 Liang,宋 Song,郑 Zheng,谢 Xie,"
        "韩 Han,唐 Tang,冯 Feng,于 Yu,董 Dong,萧 Xiao,程 Cheng,那 Na,欧阳 Ouyang,诸葛 Zhuge"
    ).split(",")
)
GIVEN_NAMES = tuple(
    pair.split()
    for pair in (
        "伟 Wei,芳 Fang,娜 Na,敏 Min,静 Jing,丽 Li,强 Qiang,磊 Lei,军 Jun,洋 Yang,勇 Yong,艳 Yan,"
        "杰 Jie,娟 Juan,涛 Tao,明 Ming,超 Chao,秀英 Xiuying,霞 Xia,平 Ping,刚 Gang,桂英 Guiying,"
        "子涵 Zihan,雨桐 Yutong,浩然 Haoran,欣怡 Xinyi,宇轩 Yuxuan,梓萱 Zixuan,思远 Siyuan,"
        "晓雯 Xiaowen,嘉豪 Jiahao,诗琪 Shiqi,俊杰 Junjie,梦瑶 Mengyao,天宇 Tianyu,若曦 Ruoxi"
    ).split(",")
)
LAST_NAMES = tuple(
    "Adams,Baker,Brooks,Carter,Chavez,Cooper,Diaz,Edwards,Evans,Fischer,Foster,Garcia,Gray,Hansen,"
    "Hughes,Jensen,Kelly,Kim,Lopez,MacLeod,Martin,Morgan,Murphy,Nguyen,O'Brien,Olsen,Parker,Patel,"
    "Reed,Rossi,Schmidt,Silva,Smith,Taylor,Turner,Van Dyke,Walker,Weber,Wilson,Young".split(",")
)
FIRST_NAMES = tuple(
    "Alex,Amelia,Anna,Ben,Carla,Chris,Daniel,Diego,Elena,Emma,Ethan,Eva,Felix,Grace,Hannah,Henry,"
    "Isaac,Ivy,Jack,Jordan,Julia,Karen,Kevin,Laura,Leo,Lucas,Maria,Mark,Mia,Nina,Noah,Olivia,Oscar,"
    "Paul,Rosa,Ryan,Sara,Sophie,Tom,Zoe".split(",")
)
# Addresses under these names can belong to nobody.
MAIL_DOMAINS = ("example.com", "example.net", "example.org")
MOBILE_STARTS = ("130", "135", "137", "138", "139", "150", "158", "166", "176", "186", "188", "199")
AREA_CODES = ("206", "303", "415", "617", "512", "212", "360", "720", "628", "857", "737", "646")
