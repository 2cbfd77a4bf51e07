"""What dutyscore must do. A package, so that no stray top-level `tests` of another distribution can stand before it."""
