"""From files to what can be measured and shown: corpora, videos, faces, views, indicators, known changes, made footage.

Never imports torch, so that it can run in light worker processes.
"""
