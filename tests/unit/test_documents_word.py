"""What Word can do to a table does not lose or multiply an activity."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from bot.documents.plan_reader import read_plan, read_plan_of_year
from bot.domain.draft import PlanDraft
from bot.domain.windows import calendar_year
from tests.documents.hostile import packed, unpacked
from tests.documents.word import saved, table_of

HEADER = ("№", "Назва заходу", "Термін", "Відповідальні")


def read(document: Document) -> PlanDraft:
    return read_plan(saved(document), calendar_year(2026))


def read_table(*rows: tuple[str, ...]) -> PlanDraft:
    document = docx.Document()
    table_of(document, rows)
    return read(document)


def people(draft: PlanDraft) -> list[list[str]]:
    return [[named.name for named in activity.responsible] for activity in draft.activities]


def test_a_goal_across_the_width_is_one_goal() -> None:
    draft = read_table(HEADER, ("Ціль 2: Навчати",), ("2.1", "Захід", "вересень", "Сосенко О.О."))
    assert [(goal.number, goal.title) for goal in draft.goals] == [("2", "Навчати")]
    assert draft.activities[0].goal == "2"


def test_a_cell_merged_over_activities_belongs_to_each_of_them() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "Одне", "вересень", "Сосенко О.О."), ("2", "Друге", "", "")))
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(1, 3).merge(table.cell(2, 3))
    draft = read(document)
    assert [activity.term.text for activity in draft.activities] == ["вересень", "вересень"]
    assert people(draft) == [["Сосенко О.О."], ["Сосенко О.О."]]


def test_an_activity_with_several_rows_of_people_stays_one() -> None:
    document = docx.Document()
    rows = (
        HEADER,
        ("1", "Одне", "вересень", "Сосенко О.О."),
        ("", "", "", "Ясен К.П."),
        ("2", "Друге", "травень", "Ясен К.П."),
    )
    table = table_of(document, rows)
    for column in range(3):
        table.cell(1, column).merge(table.cell(2, column))
    assert people(read(document)) == [["Сосенко О.О.", "Ясен К.П."], ["Ясен К.П."]]


def test_a_header_of_two_rows_and_the_numbers_of_its_columns_are_no_activities() -> None:
    document = docx.Document()
    rows = (
        ("№", "Назва заходу", "Термін", "Виконання", ""),
        ("", "", "", "Відповідальні", "Відмітка"),
        ("1", "2", "3", "4", "5"),
        ("1.1", "Захід", "вересень", "Сосенко О.О.", ""),
    )
    table = table_of(document, rows)
    for column in range(3):
        table.cell(0, column).merge(table.cell(1, column))
    draft = read(document)
    assert [activity.title for activity in draft.activities] == ["Захід"]


def test_a_table_inside_another_is_read() -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1).cell(0, 0)
    inner = outer.add_table(rows=2, cols=4)
    for cells, row in zip(inner.rows, (HEADER, ("1", "Захід", "травень", "Сосенко О.О.")), strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
    assert [activity.title for activity in read(document).activities] == ["Захід"]


def test_words_of_a_table_inside_a_cell_stay_in_the_cell() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "Захід:", "травень", "Сосенко О.О.")))
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "читання", "гра"
    assert read(document).activities[0].title == "Захід: читання гра"


def test_several_tables_with_headings_between_them_are_one_plan() -> None:
    document = docx.Document()
    for month, title in (("Січень", "Одне"), ("Лютий", "Друге")):
        document.add_paragraph(month)
        table_of(document, (("№", "Назва заходу", "Відповідальні"), ("1", title, "Сосенко О.О.")))
    draft = read(document)
    assert [(activity.title, activity.term.text) for activity in draft.activities] == [
        ("Одне", "Січень"),
        ("Друге", "Лютий"),
    ]


def test_a_header_repeated_on_every_page_is_no_activity() -> None:
    draft = read_table(HEADER, ("1", "Одне", "травень", "Сосенко О.О."), HEADER, ("2", "Друге", "червень", "Ясен К.П."))
    assert [activity.number for activity in draft.activities] == ["1", "2"]
    assert draft.doubts == ()


def test_people_in_paragraphs_of_their_own_are_several_people() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "Захід", "травень", "")))
    table.cell(1, 3).text = "Сосенко О.О.\nдиректор бібліотеки"
    table.cell(1, 3).add_paragraph("Ясен К.П.")
    assert "Ясен К.П." in people(read(document))[0]


def test_automatic_numbers_are_counted() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("", "Одне", "травень", "Сосенко О.О."), ("", "Друге", "червень", "Ясен К.П.")))
    for line in (1, 2):
        table.cell(line, 0).paragraphs[0].style = "List Number"
    assert [activity.number for activity in read(document).activities] == ["1", "2"]


def test_what_a_reviewer_deleted_is_gone_and_what_was_inserted_is_there() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "Свято ", "травень", "Сосенко О.О.")))
    paragraph = table.cell(1, 1).paragraphs[0]._p
    paragraph.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>миру</w:delText></w:r></w:del>"))
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>книги</w:t></w:r></w:ins>"))
    assert read(document).activities[0].title == "Свято книги"


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "Було", "травень", "Ясен К."), ("1", "Стало", "червень", "Ясен К.")))
    for line, change in ((1, "del"), (2, "ins")):
        table.rows[line]._tr.get_or_add_trPr().append(parse_xml(f"<w:{change} {nsdecls('w')}/>"))
    assert [activity.title for activity in read(document).activities] == ["Стало"]


def test_hidden_text_and_rows_are_not_read_and_are_told() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "Свято", "травень", "Ясен К."), ("2", "Торішнє", "червень", "Ясен К.")))
    table.cell(1, 1).paragraphs[0].add_run(" таємне").font.hidden = True
    table.rows[2]._tr.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))
    draft = read(document)
    assert [activity.title for activity in draft.activities] == ["Свято"]
    assert [(doubt.code, doubt.args["count"]) for doubt in draft.doubts] == [("hidden-rows", "2")]


def test_a_footnote_is_no_part_of_the_table_and_is_told() -> None:
    document = docx.Document()
    table_of(document, (HEADER, ("1", "Свято", "травень", "Ясен К.")))
    line = "<w:footnote w:type='separator'><w:p><w:r><w:t>_</w:t></w:r></w:p></w:footnote>"
    note = "<w:footnote><w:p><w:r><w:t>Якщо буде світло</w:t></w:r></w:p></w:footnote>"
    notes = f"<w:footnotes {nsdecls('w')}>{line}{note}</w:footnotes>"
    data = packed(unpacked(saved(document)) | {"word/footnotes.xml": notes.encode()})
    draft = read_plan(data, calendar_year(2026))
    assert [activity.title for activity in draft.activities] == ["Свято"]
    assert [(doubt.code, doubt.text) for doubt in draft.doubts] == [("footnote", "Якщо буде світло")]


def test_a_text_box_is_read_where_it_hangs() -> None:
    document = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>на 2026 рік</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph("План роботи")._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:pict>{box}</w:pict></w:r>"))
    table_of(document, (HEADER, ("1", "Свято", "травень", "Ясен К.")))
    assert read_plan_of_year(saved(document), None).period.year == 2026


def test_signs_that_nobody_sees_part_no_word() -> None:
    draft = read_table(
        ("№", "Назва за\u00adходу", "Тер-мін", "Відпові\u00adдальні"),
        ("1", "Казки\u00a0та мрії", "чер\u00adвень", "Ясен\u00a0К.\u00a0П."),
    )
    assert [(one.title, one.term.text) for one in draft.activities] == [("Казки та мрії", "червень")]
    assert people(draft) == [["Ясен К.П."]]
    assert draft.doubts == ()


def test_a_content_control_hides_nothing() -> None:
    document = docx.Document()
    table = table_of(document, (HEADER, ("1", "", "травень", "Сосенко О.О.")))
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>Свято</w:t></w:r></w:sdtContent></w:sdt>"
    table.cell(1, 1).paragraphs[0]._p.append(parse_xml(control))
    assert read(document).activities[0].title == "Свято"


def test_a_missing_picture_is_no_reason_to_lose_the_plan() -> None:
    document = docx.Document()
    table_of(document, (HEADER, ("1", "Захід", "травень", "Сосенко О.О.")))
    stream = io.BytesIO()
    with ZipFile(io.BytesIO(saved(document))) as whole, ZipFile(stream, "w", ZIP_DEFLATED) as torn:
        for name in whole.namelist():
            if name not in {"word/styles.xml", "word/settings.xml", "docProps/core.xml"}:
                torn.writestr(name, whole.read(name))
    assert len(read_plan(stream.getvalue(), calendar_year(2026)).activities) == 1


def test_a_plan_in_tabbed_paragraphs_is_read() -> None:
    document = docx.Document()
    for line in ("\t".join(HEADER), "1\tЗахід\tтравень\tСосенко О.О."):
        document.add_paragraph(line)
    assert people(read(document)) == [["Сосенко О.О."]]


def test_a_list_of_members_below_the_plan_is_no_plan() -> None:
    document = docx.Document()
    table_of(document, (HEADER, ("1", "Захід", "травень", "Сосенко О.О.")))
    document.add_paragraph("Члени відділення")
    table_of(document, (("№", "Прізвище", "Посада"), ("1", "Ясен К.П.", "директор")))
    assert [activity.title for activity in read(document).activities] == ["Захід"]
