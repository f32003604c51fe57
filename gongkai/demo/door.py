"""What other rooms may ask of demo."""

from gongkai.demo.building import build_demo

__all__ = ["build_demo"]
