"""Official documents: one report tree, four writers (HTML, PDF, HWPX, XLSX) and a workbook for plain lists.

A pure library: no Django, no database, no other room. Build a `tree.Report`, hand it to `html`, `pdf`, `hwpx` or
`xlsx`; each checks and completes it with `normalise.normalise` and returns bytes, the same bytes for the same tree.
"""
