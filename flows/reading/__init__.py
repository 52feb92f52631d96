"""How the bytes of a saved file become a text table; `flows.read` is the way in.

Public CSV readers answer a damaged file with altered rows and no word (polars fills short rows with nulls, DuckDB's sniffer drops
rows, pandas pads them), so here the structure is judged before anything is believed, and every doubt is an issue with a line:

    plain       the house style, proved and read in one go; whatever it does not vouch for goes on to
    careful     the same for every other file, by the following in turn
    kinds       is it a table at all (a workbook, a web page, an empty file)?
    encoding    bytes -> text; `guessing` for what is not Unicode, `garbled` for what once was
    conflicts   two versions that git could not merge
    dialect     separator, quotation marks, line ends
    records     text -> records with their physical lines; restarts after a broken line
    assemble    records -> table, by the following in turn
    header      which row names the columns, and which name is which column
    widths      records with too few or too many cells; `neighbours` says which cell
    faults      quotation marks that stand where they should not
    characters  what no cell should hold
    workbook    the same columns in an .xlsx
    folder      one table in several files, and files that are no table

`part` is what each file comes to, `rules` the catalogue of what may be said of it.

Limits. A file cut exactly at the end of a row is a good file; two damages that cancel out are not seen; a cell that holds a pasted table of the same width is
taken for rows swallowed by a quotation mark, and reported.
"""
