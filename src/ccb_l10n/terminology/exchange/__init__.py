"""The glossary in other programs' formats, and back.

Every format carries rows, one a term (`rows`); a module a format turns concepts into bytes and bytes into rows, and
`merge` brings rows that somebody edited together with the glossary as it is now.
"""
