"""Lists that people keep in spreadsheets, brought in: read, judged row by row, looked at, stored.

    reading    bytes of CSV, XLSX or ODS -> a table of words, or a clear sentence
    table      the table, its limits and marks
    workbook   what a spreadsheet holds beside words: hidden rows, merged cells, formulas
    cells      converters: words, whole numbers, sums, hours, dates, choices
    columns    a list of columns under the names that people give them
    rows       rows with their values, faults by row and cell, what becomes of each row
    kept       the uploaded table between its preview and its confirmation, and its verbs
    pages      the pages upload, preview, confirm, update, discard

An app tells its columns, how a row finds or becomes an object, and the verb that stores.
"""
