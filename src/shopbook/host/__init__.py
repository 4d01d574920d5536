"""Where workbooks live: on disk, in Excel, in memory."""
