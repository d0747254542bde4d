"""Finds persons by their titles in Arabic and Chinese, whose letters have no capitals. Pure.

A name is what stands between a title and the word that goes on: 行长李明远表示, وزير الزراعة سامي الحداد إن.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.seeding.post_authors import Author
from rules.seeding.sentences import Sentence

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习"
)
_CHINESE = re.compile(
    r"(?:总统|总理|部长|主席|行长|市长|省长|州长|书记|发言人|首相|外长|防长|议长|总裁|董事长|总经理|首席执行官|教授|律师|法官|检察官|将军|局长|主任|专家|分析师|大使|议员|院长)"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|说|称|指出|宣布|强调|认为|告诉|回应|警告|呼吁|周|星期|在|与|和|对|将|，|。|、|$)"
)
_ARABIC = re.compile(
    r"(?<!\w)[وف]?(?:ال)?(?:رئيس|رئيسة|وزير|وزيرة|سفير|سفيرة|متحدث|متحدثة|نائب|أمير|شيخ|دكتور|محافظ|مدير|مديرة|قائد|جنرال|أمين|مستشار|خبير|محلل)"
    r"(?: ال\w+){0,3} (?P<name>(?!ال|في|من|على|إلى|عن|أن|إن|و)\w{2,}(?: (?!في|من|على|إلى|عن|أن|إن|قال)\w{2,}){1,2}?)"
    r"(?= ?(?:إن|أن|قال|قالت|أكد|أعلن|صرح|في|على|من|خلال|،|\.|$))"
)


def titled_names(sentence: Sentence) -> Iterator[Author]:
    """Yields the persons whom an Arabic or Chinese sentence names after a title."""
    pattern = {"zh": _CHINESE, "ar": _ARABIC}.get(sentence.language)
    for found in pattern.finditer(sentence.text) if pattern else ():
        yield Author(found["name"], sentence)
