"""The Viber door: callbacks in, messages out. The only package that knows viberbot."""
