"""Tables as Excel workbooks: made as templates to fill in, and filled ones taken in again."""
