"""Any delivered table file as rows of text: CSV in what encoding it may be, Excel workbooks, nothing else.

Files come from outside and may be damaged, huge or made to do harm. So a file is looked at before it is read
(`source`), a workbook is read in a process of its own (`apart`), rows come in chunks (`reading`), what cannot be taken
is said in one Japanese sentence, and what was rejected goes back in the form in which it came (`returned`).
"""
