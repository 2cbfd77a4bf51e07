"""What the rows of the Jintai example are about: invented deeds of an ordinary year."""

from __future__ import annotations

from examples.making.dice import words

SECTORS = (
    ("经济界", 26), ("工商联界", 24), ("农业界", 18), ("科技界", 16), ("教育界", 22), ("文化艺术界", 16),
    ("医药卫生界", 20), ("社会福利界", 10), ("工会界", 12), ("共青团界", 12), ("妇联界", 14), ("民族宗教界", 10),
)  # fmt: skip
TOPICS = words(
    """
    老旧小区加装电梯 社区养老助餐 背街小巷路灯 农贸市场改造 校园周边停车 夜间经济布点
    公交线路接驳 口袋公园建设 垃圾分类收运 电动车充电安全 社区托育服务 家庭医生签约
    青年创业场地 小微企业融资 老字号保护 农产品冷链 乡村旅游路标 河道岸线整治
    非遗进校园 全民阅读设施 残疾人无障碍通道 快递末端配送 物业服务质量 零工市场建设
    食品小作坊监管 工业园区通勤 职业技能培训 数字政务适老化 社区矛盾调解 城市内涝治理
    历史街区修缮 中医药进社区
    """
)
ASPECTS = words(
    """
    现状 难点 对策 试点 机制 保障 协同 标准 满意度 提质 扩面 增效 监管 宣传 队伍 经费 选址 布局 运营 维护
    便民 安全 数字化 规范化 示范点 配套 衔接 激励 参与 评估 台账 流程 时限 责任 闭环 回头看
    """
)
CONSULTATIONS = tuple(f"{topic}协商议政会" for topic in TOPICS[:18])
MICRO = tuple(f"{topic}微协商（{part}）" for topic in TOPICS[:27] for part in ("上", "下"))
OUTINGS = tuple(f"{topic}{kind}" for topic in TOPICS[4:28] for kind in ("视察", "界别活动"))
SUPERVISIONS = tuple(f"{topic}专项监督" for topic in TOPICS[10:24])
READINGS = tuple(f"{quarter}季度书香政协{kind}" for quarter in "一二三四" for kind in words("读书会 荐书分享 主题讲座"))
SERVICES = words(
    """
    义诊 助学辅导 环境清洁 敬老服务 法律咨询 交通劝导
    心理疏导 科普宣讲 关爱儿童 就业指导
    """
)
DUTIES = words("联系社区 联系企业 联系困难群众 联系界别群众 联系项目 联系学校")
SKILLS = words(
    """
    专题讲座 技术指导 送课下乡 文艺辅导 健康讲堂 公益咨询
    心理讲座 技能培训
    """
)
GIFTS = words("爱心助学 困难慰问 乡村道路修缮 社区食堂 防汛物资 图书捐赠")
HONOURS = words("优秀工作者 先进个人 巾帼奖章 科技进步奖 优秀志愿者 岗位能手")
PROJECTS = words(
    """
    食品加工项目 装备制造项目 冷链物流项目 文旅综合体 检测服务平台 新材料中试线
    电商园区 农业产业园
    """
)
TASKS = words("文史资料征编 界别调研联络 政协信息化试点 委员联络站筹建")
REVIEWERS = ("办公室甲", "办公室乙")
