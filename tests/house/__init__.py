"""The rules of the house: how the code is written, layered and started."""
