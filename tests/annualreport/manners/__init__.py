"""How real offices print the annual report: generators of files whose true figures are known.

`values` draws the figures, `paper` sets them as an office would, `blemishes` spoils the
paper the way offices do, one module per family of manners turns it into bytes, `catalogue`
lists the manners, `judging` compares what a reader made of the bytes with the truth.
Nothing here knows how the reader works.
"""
