"""Official documents by GB/T 9704-2012 from structured content: PDF, DOCX, pictures, and a check of others' files.

`Document` (in `document`) says what a document holds; `plain.blocks` reads text as officials type it; `pdf.pdf` and
`pictures` set it, `docx.docx` writes it for word processors. Nothing here knows a database or a web page.
"""
