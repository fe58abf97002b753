"""Drafts by machine: markup masked, an engine asked, every span verified, targets marked as drafts."""
