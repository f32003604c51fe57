"""What was newly published goes to the national archive and the public library each month (Reg. art. 25).

「行政机关应当及时向国家档案馆、公共图书馆提供主动公开的政府信息。」 What a place has not got yet is derived
from the publications (outstanding.py); one package holds it (package.py), once (supplying.py).
"""
