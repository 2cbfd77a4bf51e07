"""People who do not exist: names put together from two lists of characters."""

from __future__ import annotations

from collections.abc import Sequence

from examples.making.dice import Dice

SURNAMES = (
    "艾安白柏包鲍毕卞卜蔡曹岑柴常车成池储楚褚崔代戴邓狄丁董窦杜段樊范方房费丰封冯符傅甘高葛耿宫龚古谷顾关管郭国海韩郝何贺洪侯胡华黄霍姬吉季"
    "贾简江姜蒋焦金靳荆康柯孔邝赖蓝雷黎李厉连练廉梁廖林凌刘柳龙娄卢鲁陆路吕罗骆马麦满毛茅梅孟米苗闵莫牟穆倪聂宁牛欧潘庞裴彭皮平蒲齐祁钱"
    "强乔秦丘邱裘曲屈瞿全冉饶任荣阮芮沙单商尚邵申沈盛施石时史舒宋苏孙索谭汤唐陶滕田童涂万汪韦卫魏温文翁邬巫吴伍武奚席夏"
)
GIVEN = (
    "蔼昂柏苞葆笔岑畅澄驰淳慈丛黛岱笃铎恩帆舫霏枫赋馥皋歌耕弓谷瀚浩禾鹤衡弘荭瑚桦淮焕翾慧霁稷珈笺江绛皎洁瑾泾璟钧楷恺康珂葵琨澜朗乐蕾砺涟霖麟灵铃榴"
    "泷鹭珞迈漫茂玫弥绵渺旻茗沐楠宁沛朋芃屏浦颀琪芊谦樵琴清晴筌荃苒融柔睿若飒珊裳韶莘晟诗时书淑舒硕思松肃穗棠韬腾恬庭彤婉薇炜玟汶梧希曦溪禧弦翔晓昕"
    "星修秀煦萱璇洵彦砚阳瑶野怡宜奕逸茵荧盈颖咏幽愉羽煜毓渊源芸昀泽展湛昭哲真征之知芷致舟竹筑卓梓"
)


def names(count: int, dice: Dice) -> list[str]:
    """Different names of two or three characters."""
    found: dict[str, None] = {}
    while len(found) < count:
        given = dice.pick(GIVEN) + (dice.pick(GIVEN) if dice.chance(85) else "")
        if len(set(given)) == len(given):
            found.setdefault(dice.pick(SURNAMES) + given)
    return list(found)


def is_made_up(name: str) -> bool:
    """Whether a name consists of characters of the lists above."""
    return 2 <= len(name) <= 3 and name[0] in SURNAMES and all(character in GIVEN for character in name[1:])


def spread(groups: Sequence[tuple[str, int]]) -> list[str]:
    """Each group as often as it has members."""
    return [group for group, size in groups for _ in range(size)]
