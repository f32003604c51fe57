"""Gongkai (公开): government information disclosure for a Chinese administrative organ.

Each folder is a room with one door; docs/architecture.md has the map.
"""
