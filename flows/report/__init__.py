"""Ways to see what the check found: for a person at a terminal, a program, GitHub, a test report, a mail.

A renderer is a plain function from what was checked to text; it prints nothing and decides nothing. Cells are hostile: each
renderer escapes them for the place where they will stand.
"""
