"""A file read back, from its lines to its parts.

`lines` is where reading stands; `inlines`, `front`, `body` and `references` each read one part of a file;
`layouts` puts the parts together, by the way in which a file is laid out.
"""
