"""Kills servers while people work, and looks afterwards whether anything is amiss."""
