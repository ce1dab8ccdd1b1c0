"""Documents for download: slides, papers for print, and the workbook."""
