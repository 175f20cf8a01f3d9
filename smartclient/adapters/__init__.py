"""The outside world, translated into ours."""
