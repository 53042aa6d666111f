"""The draft as a layout: every guess a line of TOML, with its reason beside it."""

from __future__ import annotations

import hashlib
import re

from analytics.intake.decoding import DELIMITERS
from analytics.intake.records.fields import FIELDS, TIMELESS, indispensable
from analytics.intake.suggesting import toml
from analytics.intake.suggesting.columns import Guess
from analytics.intake.suggesting.drafting import Draft
from analytics.intake.suggesting.meanings import (
    LOOK,
    guess_city,
    guess_parts,
    guess_states,
    is_enterprise,
)
from analytics.intake.suggesting.months import file_name_pattern, title_pattern
from analytics.intake.suggesting.table import GUIDE
from analytics.intake.suggesting.toml import Line
from analytics.intake.text import fold

CHECKS = {
    "all": "すべての明細の計と照らす",
    "above": "1つ前の計から後の明細の計と照らす",
}


def written(draft: Draft) -> str:
    """The whole layout, as it would stand in a file."""
    texts = [Line(key, toml.text(look.name)) for key, look in draft.texts.items()]
    columns = [_column(draft, key, guess) for key, guess in draft.fields.items()]
    parts = [
        _begin(draft),
        toml.table("[layout]", _about(draft)),
        toml.table("[source]", [_file_name(draft)]),
        toml.table("[file]", _form(draft)),
        toml.table("[as_of]", _as_of(draft)),
        toml.table("[columns]", columns, "左は項目の名前、右は表の見出し"),
        toml.table("[texts]", texts, "項目ではないが、行を見分けるのに使う列"),
        *_asides(draft),
        toml.table("[part]", _part(draft)),
        toml.table("[states]", _states(draft)),
        _departments(draft),
        _claims(draft),
    ]
    return "\n".join(part for part in parts if part)


def _begin(draft: Draft) -> str:
    lines = [
        f"# zangaku layouts suggest の下書き。書き方は {GUIDE}",
        f"# 「{LOOK}」の行を1つずつ元の表と照らし、合っていれば「{LOOK}」の字を消してください。",
    ]
    named = [look for look in draft.unread if look.is_named]
    if named:
        lines.append(f"# 読まない列。{LOOK}: 要る列がないかを見てください")
        lines += [toml.comment(f"  {look.name}: {look.described()}") for look in named]
        lines.append(f"ignored = {toml.listed(look.name for look in named)}")
    lines += [
        f"# {look.at + 1}列目は、同じ見出しの列がほかにもあるので読みません。{LOOK}"
        for look in draft.unread
        if not look.name
    ]
    if draft.refund_in_received:
        lines.append('refund_pending = "in_received"  # 収入済額に還付未済額が入っている')
    return "\n".join(lines) + "\n"


def _about(draft: Draft) -> list[Line]:
    whole = draft.names[0]
    stem = re.sub(r"[\s_（）()]*(?:20\d{4,6}|第\d+回)", "", whole) or whole
    code = hashlib.sha256(fold(stem).encode()).hexdigest()[:6]
    city = guess_city(draft.names) or "市の名前"
    return [
        Line("record", toml.text(draft.record), "この表の種類"),
        Line("name", toml.text(f"draft-{code}"), f"{LOOK}: 課と様式が分かる英字の名前に"),
        Line("version", "1"),
        Line("title", toml.text(stem.replace("_", " ")), "ファイルの名前から"),
        Line("municipality", toml.text(city), f"{LOOK}: 自治体の名前"),
    ]


def _file_name(draft: Draft) -> Line:
    pattern, month = file_name_pattern(draft.found.source.name)
    said = "年月のところを (?P<as_of>…) で読む" if month else f"{LOOK}: 毎回変わるところがないか"
    return Line("file_name", toml.text(pattern), said)


def _form(draft: Draft) -> list[Line]:
    found, lines = draft.found, []
    if found.source.kind == "csv":
        lines.append(Line("encodings", toml.listed([found.encoding]), "読めた文字コード"))
    if found.delimiter != ",":
        lines.append(Line("delimiter", toml.text(found.delimiter), DELIMITERS[found.delimiter]))
    if found.sheet_count > 1:
        said = f"{LOOK}: 見えるシートが{found.sheet_count}つある"
        lines.append(Line("sheet", toml.text(f"^{re.escape(found.sheet)}$"), said))
    if found.depth > 1:
        lines.append(Line("header_rows", str(found.depth), "見出しの段。上下をつないで読む"))
    if zero := draft.zero_marks:
        lines.append(Line("zero_marks", toml.listed(zero), f"{LOOK}: 金額の列で0を表す記号"))
    if missing := draft.missing:
        said = f"{LOOK}: 日付などの列で「なし」を表す記号"
        lines.append(Line("missing", toml.listed(missing), said))
    if draft.shape.fill_down:
        keys = toml.listed(draft.key(look) for look in draft.shape.fill_down)
        lines.append(Line("fill_down", keys, f"{LOOK}: 空白が「上と同じ」の列。左から順に"))
    return lines


def _as_of(draft: Draft) -> list[Line]:
    if draft.record in TIMELESS:
        return [Line("is_monthly", "false", "日付は1行ずつにある")]
    lines = []
    kinds = [kind for _, kind, _ in draft.claims.rules] if draft.claims else []
    if draft.record == "receivables" and is_enterprise([*draft.names, *kinds]):
        said = f"{LOOK}: 公営企業会計（3月31日に締め切る）とみました"
        lines.append(Line("clock", '"E"', said))
    pattern, _ = title_pattern(draft.found.titles)
    if pattern:
        lines.append(Line("title", toml.text(pattern), "表題の年月"))
    if draft.holds_what_is_not_due:
        lines.append(Line("basis", '"all"', f"{LOOK}: 納期限がまだ来ていない行もある"))
    return lines


def _column(draft: Draft, key: str, guess: Guess) -> Line:
    one, look = FIELDS[draft.record][key], guess.looks[0]
    names = [each.name for each in guess.looks]
    header = toml.text(names[0]) if len(names) == 1 else toml.listed(names)
    more: dict[str, str] = {}
    said = [] if guess.is_sure else [f"{LOOK}: {one.label}とみました"]
    said.append(guess.why)
    if one.kind == "key" and (digits := look.digits):
        more["digits"] = str(digits)
        said += [f"{LOOK}: 先頭の0が落ちている番号がある"] if look.is_short_of_zeros else []
    if one.kind == "yen" and (unit := draft.unit(look)) != "円":
        more["unit"] = toml.text(unit)
        said.append(f"{LOOK}: 単位")
    is_blank = look.coded.is_blank[draft.shape.details].any()
    may_be = one.needed and key not in indispensable(draft.record)
    if is_blank and may_be and look not in draft.shape.fill_down:
        more["optional"] = "true"
        said.append(f"{LOOK}: 空白の行がある")
    value = toml.inline({"header": header, **more}) if more else header
    return Line(key, value, "、".join(filter(None, said)))


def _asides(draft: Draft) -> list[str]:
    tables = []
    for place, aside in enumerate(draft.shape.asides):
        lines = [Line("matches", toml.text(aside.matches)), Line("reason", toml.text(aside.reason))]
        if aside.look is not None:
            lines.insert(0, Line("column", toml.text(draft.key(aside.look))))
        why = f"{LOOK}: 明細でない行"
        if place in draft.unchecked:
            why += "。明細の計と合わないので照らしません"
        elif aside.check != "none":
            lines.append(Line("check", toml.text(aside.check), CHECKS[aside.check]))
        tables.append(toml.table("[[set_aside]]", lines, why))
    return tables


def _part(draft: Draft) -> list[Line]:
    if draft.record != "receivables":
        return []
    words = guess_parts(draft.fields.get("part"))
    if any(words.values()):
        return [Line(part, toml.listed(each), LOOK) for part, each in words.items() if each]
    if "levy_year" in draft.fields:
        return [Line("by_levy_year", "true", f"{LOOK}: 会計年度より前の賦課を滞納繰越分とする")]
    return []


def _states(draft: Draft) -> list[Line]:
    return [
        Line(state, toml.listed(words), f"{LOOK}: {said}")
        for state, words, said in guess_states(draft.fields.get("state"))
    ]


def _departments(draft: Draft) -> str:
    if draft.sections is None:
        return ""
    rows = [
        (toml.inline({"code": toml.text(code), "name": toml.text(name)}), why)
        for code, name, why in draft.sections.known
    ]
    if draft.sections.look is None:
        return toml.table("[departments]", [Line("fixed", *rows[0])])
    column = toml.text(draft.key(draft.sections.look))
    return f"[departments]\ncolumn = {column}\n{toml.array('known', rows)}\n"


def _claims(draft: Draft) -> str:
    if draft.claims is None:
        return ""
    rows = []
    for word, kind, why in draft.claims.rules:
        rule = {"kind": toml.text(kind)}
        if draft.claims.look is not None:
            rule["when"] = toml.inline({draft.key(draft.claims.look): toml.listed([word])})
        if not {"part", "levy_year"} & draft.fields.keys():
            rule["split"] = "false"
        rows.append((toml.inline(rule), why))
    return f"[claims]\n{toml.array('rules', rows)}\n"
