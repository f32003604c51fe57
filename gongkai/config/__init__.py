"""The installation: settings from the environment, addresses, the web server.

Door: settings.py (Django's), wsgi.py, serving.py. May import: every room's door.
Never: holds a rule of law, or a model.
"""
