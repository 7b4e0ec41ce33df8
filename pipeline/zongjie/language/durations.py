"""Times, ages and voltages: which of them are a result, and which only say how long, how old or of what kind."""

import re

from .quantity import Quantity

REACH = 14  # characters before a quantity that are looked at
TIMED = frozenset(["time", "age", "voltage", "length"])  # dimensions that do not always report something
# What stands before years or an age that are a result, before a mere duration, and before a time that is measured.
_LASTS = re.compile(r"(?:年限|寿命|年龄|工龄|期限)[^，。；0-9]{0,6}(?:[0-9.]+岁?[^，。；]{0,6})?$")
_DURATION = re.compile(r"(?:近|前|后|第|每|7[×xX*]|过去|连续|未来|用|历时|为期|24小时)$")
_MEASURED_TIME = re.compile(
    r"(?:日|时间|天数|时长|时限|周期|工时|期|率|比例|至|到|压减|缩短|缩减|压缩|减少|平均|人均|达|优良|运行|累计|共计|合计|停机|停电|耗时)[^，。；]{0,8}$"
)
_HOURS = frozenset(["小时", "学时", "课时"])
_WORKED = re.compile(r"(?:服务|培训|学习|授课|教学|值守|值班|巡查|巡逻|作业|加班|飞行|直播|开放|护航|志愿)$")
_TOTAL = 100  # hours from which on they are a sum of what was done (延时服务509小时)
_FORMER = re.compile(r"(?:由|从)(?:(?:原来|原先|过去|以前|法定|平均)的?)?$")  # 由15天缩短至10天
_CHANGES = frozenset("缩压")
_WITHIN = frozenset("在值内不")


def reports(q: Quantity, before: str, after: str) -> bool:
    """Whether a quantity of time, age or voltage between ``before`` and ``after`` reports something.

    A plain duration or age does not; quantities of other dimensions do.
    """
    if q.dimension not in TIMED:
        return True
    if q.dimension == "voltage":
        return False
    if q.dimension == "length":
        return q.unit != "英寸"
    if q.unit == "年" or q.dimension == "age":
        return bool(_LASTS.search(before))
    if q.unit in _HOURS and q.value >= _TOTAL and _WORKED.search(before):
        return True
    if after in _CHANGES and _FORMER.search(before):
        return True
    return after not in _WITHIN and not _DURATION.search(before) and bool(_MEASURED_TIME.search(before))
