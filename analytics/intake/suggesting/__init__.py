"""A first draft of a layout, from a file that no layout knows: guessed, tried on the file, and said to be a guess.

Only headers, shapes, and the words of columns for kinds, parts and states leave this room. What may say who somebody is
never does.
"""
