"""Documents of invented districts, parsed for the tests of graph."""

from __future__ import annotations

from functools import cache

from corpus import (
    ClauseRecord,
    Document,
    DocumentRecord,
    clause_records,
    decode_source,
    document_record,
    parse_document,
)

NOTICE = """青桐区人民政府办公室文件

青政办发〔2023〕7号

青桐区人民政府办公室
关于印发《青桐区综合行政执法协作配合办法（试行）》的通知

各乡镇人民政府、街道办事处，区政府各部门：

现将《青桐区综合行政执法协作配合办法（试行）》印发给你们，请认真遵照执行。

青桐区人民政府办公室
2023年5月6日

青桐区综合行政执法协作配合办法（试行）

为规范综合行政执法协作配合，结合我区实际，制定本办法。

一、案件移送

（一）区农业农村局发现违法行为不属于本部门管辖的，应当自发现之日起五个工作日内移送区综合行政执法局；情况紧急的，应当立即移送。

（二）区综合行政执法局应当在收到移送材料后2日内决定是否受理，并书面告知区农业农村局。不予受理的，应当说明理由。

（三）接受移送的部门不得以任何理由拒绝接收。

二、联席会议

（一）联席会议办公室主要职责

1. 收集各成员单位的工作开展情况，编制工作简报。

2. 负责联席会议的筹备工作。

（二）联席会议由区长召集，每季度召开一次。

三、权限

1. 区综合行政执法局。对市下放的320项管理事权中的300项集中行使行政处罚权，其中：直接行使行政处罚权事项120项，配合行业主管部门行使行政处罚权事项150项。

2. 各街道办事处。应当配合区综合行政执法局开展巡查，每月5日前报送巡查情况。

四、组织领导

成立青桐区综合行政执法协调领导小组，人员组成如下：

组 长： 周文远 区政府副区长
副组长： 何 平 区综合行政执法局局长
林晓燕 区司法局局长
成 员： 高建国 区公安分局副局长

办公室设在区综合行政执法局，何平兼任办公室主任。

本办法自2023年6月1日起施行，有效期两年。
"""

ARTICLES = """云岭县城乡巡查管理规定

第一章 总则

第一条 为了规范巡查工作，制定本规定。

第二条 本规定所称巡查，是指执法人员对违法行为的日常检查。

第二章 巡查

第三条 县城市管理局（以下简称“县城管局”）负责城区巡查，各乡镇人民政府负责辖区内巡查。

第四条 巡查人员应当每日记录巡查情况，发现违法行为正在进行的，应当立即制止并及时报告县城管局。

第五条 县城管局可以委托街道办事处开展巡查。受委托的街道办事处不得再行委托。

第六条 当事人对处理决定有异议的，可以自收到决定书之日起十五日内向县人民政府申请复核；案情复杂的，经县人民政府批准，可以延长三十日。

县人民政府应当在三十日内作出复核决定，并送达当事人。

第七条 有下列情形之一的，巡查人员应当回避：

（一）与当事人有利害关系；

（二）其他可能影响公正巡查的情形。
"""


@cache
def parse(text: str, name: str = "sample.txt") -> Document:
    """The document in ``text``."""
    return parse_document(decode_source(name, text.encode()))


def read(text: str, name: str = "sample.txt") -> tuple[DocumentRecord, tuple[ClauseRecord, ...]]:
    """Record and clauses of the document in ``text``."""
    document = parse(text, name)
    return document_record(document), clause_records(document)
