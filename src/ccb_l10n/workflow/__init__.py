"""The use cases, one function a command. The only room where the others meet; it alone reads clock and environment."""
