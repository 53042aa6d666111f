"""What may stand in a cell: days, amounts, numbers of debtors, words and letters."""

from __future__ import annotations

from datetime import date

from tests.hostile.departments import (
    CARE,
    ELDERLY,
    LUNCH,
    NURSERY,
    PERSONS,
    TAX,
    WATER,
    WELFARE,
    total,
)
from tests.hostile.forms import Case, Line, each, fixed, ok, out

UNPAID = {"納期限": "2026-10-31", "収納税額": "0", "未納税額": "10000", "督促状発行日": ""}
CARRIED = {"会計年度": "2026", "賦課年度": "2019", "督促状発行日": "", "納期限": "2019-07-01"}

CASES = [
    Case(
        "days in every way of writing them",
        TAX,
        [
            *each(ok, "納期限", "2026/6/30", "2026.06.30", "20260630", "2026年6月30日"),
            *each(ok, "納期限", "2026-06-30 00:00:00", " 2026-06-30 "),
            *each(fixed, "納期限", "R8.6.30", "令和8年6月30日", "令和 8年 6月30日", "5080630"),
            *each(
                fixed,
                "納期限",
                "２０２６／６／３０",
                "Ｒ８．６．３０",
                "R080630",
                "平成38年6月30日",
            ),
        ],
    ),
    Case(
        "days that there are not, or that may be two",
        TAX,
        [
            *each(out, "納期限", "2026-06-31", "2026-13-01", "R8.2.29", "R8.6.31", "5080631"),
            *each(out, "納期限", "8/6/30", "06/30/2026", "26-06-30", "6月30日", "８年６月３０日"),
            *each(out, "納期限", "46203", "2026-06", "00000000", "未定", "#REF!", "2026-06-30頃"),
            *each(out, "納期限", "", "0000-00-00", "R0.6.30", "20266030"),
        ],
    ),
    Case(
        "the year in which an era began",
        TAX,
        [
            fixed(**CARRIED | {"納期限": "令和元年5月1日"}),
            fixed(**CARRIED | {"納期限": "R元.7.1"}),
            fixed(**CARRIED | {"納期限": "R1.7.1"}),
            fixed(**CARRIED | {"納期限": "H31.4.30"}),
            fixed(**CARRIED | {"納期限": "H31.7.1"}),  # printed before the new era had a name
            out(**CARRIED | {"納期限": "令和元年4月30日"}),  # no such day
            out(**CARRIED | {"納期限": "R1.4.30"}),
            fixed(**CARRIED | {"賦課年度": "令和元年度"}),
            fixed(**CARRIED | {"賦課年度": "平成31年度"}),
            out(**CARRIED | {"賦課年度": "元年度"}),
        ],
    ),
    Case(
        "days against each other and the month",
        TAX,
        [
            out(最終収納日="2026-11-01"),
            ok(最終収納日="2026-10-31"),
            out(納期限="2026-03-31"),  # before the year in which it was levied
            out(賦課年度="2027"),
            out(会計年度="2025"),  # closed since May
            out(会計年度="2027"),
            out(納期限="2062-06-30", 督促状発行日=""),  # two digits changed places
            ok(督促状発行日="2026-06-29"),  # said, but the money is owed
            ok(**UNPAID | {"最終収納日": ""}),
        ],
        warnings={"reminded_early"},
    ),
    Case(
        "amounts in every way of writing them",
        TAX,
        [
            *each(ok, "税額", "10,000", "\\10,000", "10,000円", "  10000", "0000010000", "10000 "),
            *each(fixed, "税額", "１００００", "１０，０００", "￥10,000", "1００00", "10，000"),
            *each(fixed, "税額", "10000.00", "10,000.0", "'10000"),
        ],
    ),
    Case(
        "amounts that nobody can be sure of",
        TAX,
        [
            *each(out, "税額", "1,0000", "10,00", "10.000", "10000.5", "10 000", "1万", "10千円"),
            *each(out, "税額", "1E+04", "1.0E+04", "10000?", "約10000", "1OOOO", "l0000", "一万"),
            *each(out, "税額", "", "－", "-", "ー", "NULL", "#N/A", "nan", "TRUE", "=5000*2"),
            *each(out, "税額", "10、000", "①0000", "10000-", "99999999999999999999", "10000 0"),
        ],
    ),
    Case(
        "less than nothing",
        WELFARE,
        [
            ok(減額="-5000", 残額="35000"),
            *[
                fixed(減額=cell, 残額="35000")
                for cell in ("▲5000", "△5,000", "(5,000)", "（５，０００）", "－5000", "▲ 5000")
            ],
            *[fixed(減額=cell, 残額="35000") for cell in ("−5000", "‐5000", "―5000", "ー5000")],
            *[out(減額=cell, 残額="35000") for cell in ("5000-", "--5000", "▲-5000", "(5000", "-")],
            *[out(減額=cell, 残額="35000") for cell in ("▼5000", "(-5000)", "△", "5000▲")],
        ],
    ),
    Case(
        "dashes that mean nothing owed",
        ELDERLY,
        [
            *[ok(増減額=cell) for cell in ("-", "－", "0", "ー", "―", "‐", "−", " - ")],
            *[out(増減額=cell) for cell in ("--", "", "*", "なし")],
            ok(収納額="-", 滞納額="16,200", 最終収納日=""),
        ],
    ),
    Case(
        "debtor numbers",
        TAX,
        [
            fixed(宛名番号="０００００００１０１"),
            fixed(宛名番号="'0000000102"),
            ok(宛名番号="0000000103  "),
            out(宛名番号="1.23E+09"),
            out(宛名番号="1.23457E+11"),
            out(宛名番号="0000000104.0"),
            out(宛名番号=""),
            out(宛名番号="　"),
            ok(宛名番号="A-105"),
        ],
    ),
    Case(
        "one number in several hands",
        WELFARE,
        [
            ok(整理番号="F-00000001"),
            fixed(整理番号="Ｆ－00000001", 決定月="5月"),
            fixed(整理番号="F‐00000001", 決定月="6月"),
            fixed(整理番号="F−00000001", 決定月="7月"),
            out(整理番号="F-00000002", 返還決定額="60000", 残額="50000"),  # of these two, which?
            out(整理番号="F－00000002"),
            ok(整理番号="F-00000003"),
            out(整理番号="F-00000003"),  # the same row again
        ],
    ),
    Case(
        "numbers that a spreadsheet has cut",
        NURSERY,
        [
            ok(保護者番号="00000476"),
            fixed(保護者番号=477),
            fixed(保護者番号="00000４78"),
            out(保護者番号=123456789),
            out(保護者番号="4.79E+07"),
            out(保護者番号=480.5),
            out(保護者番号="A0000481"),
            out(保護者番号=""),
        ],
    ),
    Case(
        "cells of a workbook",
        NURSERY,
        [
            ok(納期限=date(2026, 6, 22)),
            fixed(納期限="令和8年6月22日"),
            out(納期限=46195),  # a day that has lost its format is a number
            ok(調定額="60,700"),
            fixed(調定額="６０７００"),
            out(調定額=60700.5),
            out(調定額=True),
            out(調定額="#DIV/0!"),
            out(調定額=""),
            ok(保護者氏名="=cmd|' /C calc'!A0"),
        ],
    ),
    Case(
        "departments that were renamed or are unknown",
        NURSERY,
        [
            ok(課コード="401"),
            ok(課コード="こども未来課"),
            ok(課コード="４０１"),
            out(課コード="こども課"),  # so called until 2023
            out(課コード="999"),
            out(課コード=""),
        ],
    ),
    Case(
        "claims and states that nobody knows",
        TAX,
        [
            ok(**{"業務詳細（科目）コード": "005"}),
            ok(**{"業務詳細（科目）コード": "００５"}),
            out(**{"業務詳細（科目）コード": "009"}),
            out(**{"業務詳細（科目）コード": "5"}),
            out(**{"業務詳細（科目）コード": ""}),
            ok(滞納管理状況="要確認"),
            ok(滞納管理状況=""),
        ],
        warnings={"unknown_word"},
    ),
    Case(
        "names that are formulas, pages, commands",
        PERSONS,
        [
            *each(
                ok, "氏名/名称", '=HYPERLINK("http://example.invalid","見る")', "+1+1", "@SUM(A1)"
            ),
            *each(
                ok, "氏名/名称", "<script>alert(1)</script>", "'; DROP TABLE persons; --", "-2+3"
            ),
            *each(
                ok, "氏名/名称", "../../etc/passwd", "合計", "※印", "NULL", "{{7*7}}", "$(id)", "%n"
            ),
            *each(ok, "氏名/名称", 'か"ぎ"かっこ', "二行の\n名前", "コンマ,入り", "", "タブ\t入り"),
        ],
    ),
    Case(
        "addresses that cannot be",
        PERSONS,
        [
            ok(生年月日="1970-02-30"),  # said and left blank: nobody is kept out for a birthday
            ok(生年月日="昭和99年1月1日"),
            fixed(生年月日="S45.1.1"),
            out(宛名番号=""),
            ok(電話番号="０９０－００００－００００"),
            ok(**{"氏名/名称": "架空\ue000太郎"}),  # a letter that the city made for itself
        ],
        warnings={"not_a_day", "own_letter"},
    ),
    Case(
        "damaged letters",
        ELDERLY,
        [
            ok(氏名="𠮷田　𣘺子"),
            out(氏名="架空\ufffd子"),
            out(氏名="架空\x00子"),
            out(状態="一\x07般"),
            ok(氏名="外\ue123字"),
            ok(氏名="髙﨑　眞"),
            out(期="\ufffd"),
        ],
        warnings={"own_letter", "encoding"},
    ),
    Case(
        "everything wide",
        CARE,
        [
            fixed(当初調定額="９，０００円", 納期限="R8.7.31", 会計年度="R8", 賦課年度="R8"),
            fixed(当初調定額="１２，０００円", 更正額="▲３，０００円"),
            fixed(被保険者番号="００８７２２２４３１"),
            out(更正額="▲▲１円"),
            out(当初調定額="９，００円"),
            total("４８，０００円", "▲３，０００円", "１０，０００円", "０円", "３５，０００円"),
        ],
    ),
    Case(
        "text with tabs",
        LUNCH,
        [
            ok(),
            ok(保護者氏名='"引用"符'),
            ok(住所="試作町\n４丁目"),
            ok(調定額="5,000"),
            out(調定額="5,00"),
            Line("out", LUNCH.cells(ok(), 7)[:-1]),
            Line("out", [*LUNCH.cells(ok(), 8)[:3], "", *LUNCH.cells(ok(), 8)[3:]]),
            out(年度="2026"[::-1]),
            ok(年度="2026"),
            ok(保護者氏名="𠮷野"),
        ],
    ),
    Case(
        "letters that CP932 does not have",
        WATER,
        [
            ok(使用者名="𠮷村　邦彦"),
            ok(使用者名="Łukasz Ñandú"),
            ok(使用者名="김철수"),
            ok(使用者名="عمر"),
            fixed(請求額="９６４６"),
            out(請求額="٩٦٤٦"),
            out(請求額="九六四六"),
            ok(納期限="2026/11/20", 督促日=""),  # the list holds what is not yet due
            out(種別="ガス料金"),
        ],
    ),
]
