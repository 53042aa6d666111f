"""The screen. One module per page with render(): it chooses, asks and shows; no arithmetic, no SQL."""
