"""我为政府网站找错: what a reader reports becomes a record with a number, a due date and an answer."""
