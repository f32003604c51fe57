"""Everything public as data: a read-only JSON interface with CSV beside it, described by its own OpenAPI document.

It shows what `pages.visibility` says is public, and nothing else.
"""
