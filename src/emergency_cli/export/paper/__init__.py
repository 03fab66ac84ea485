"""What is printed before anything happens, and written on by hand: cards, the contact sheet, forms.

`page` is what every format of it prints; `card`, `pocket`, `contacts` and `forms` make pages, `booklet` puts them
together, `html` and `docx` write them.
"""
