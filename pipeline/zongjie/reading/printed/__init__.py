"""Printed pages (PDF files and scans) → ``Document``: lines joined to paragraphs, running heads left out."""

from .pdf import read as read
