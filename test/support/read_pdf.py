"""Prints the text of PDFs as JSON, as a library reads it: read_pdf.py LIBRARY FILE..."""

import json
import sys


def with_pdfminer(path):
    from pdfminer.high_level import extract_text

    return extract_text(path)


def with_pypdf(path):
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def with_pymupdf(path):
    import pymupdf

    return "\n".join(page.get_text() for page in pymupdf.open(path))


READERS = {"pdfminer": with_pdfminer, "pypdf": with_pypdf, "pymupdf": with_pymupdf}

print(json.dumps([READERS[sys.argv[1]](path) for path in sys.argv[2:]]))
