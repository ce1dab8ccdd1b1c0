"""What no cell says by itself: the state after a load, judged before it counts."""
