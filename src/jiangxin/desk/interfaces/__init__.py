"""What pages and API share: columns, tables, filters, forms."""
