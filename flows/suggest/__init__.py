"""The right value of a cell: one kind of value a module, each text in and text out, no table and no file.

Each reading offers a value only where what was typed decides it, and nothing where two values could have been meant.
"""
